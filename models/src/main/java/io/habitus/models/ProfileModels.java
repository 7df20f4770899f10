package io.habitus.models;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Nearest;
import io.habitus.core.problem.Problem;
import io.habitus.core.problem.UsageException;
import io.habitus.models.aggregated.AggregatedModel;
import io.habitus.models.autoencoder.GruAutoencoderModel;
import io.habitus.models.factorisation.als.AlsKind;
import io.habitus.models.factorisation.bpr.BprKind;
import io.habitus.models.factorisation.warp.WarpModel;
import io.habitus.models.fip.FipModel;
import io.habitus.models.mtl.MtlKind;
import io.habitus.models.nextevent.NextEventKind;
import io.habitus.models.popularity.PopularityModel;
import io.habitus.models.random.RandomModel;
import io.habitus.models.rfm.RfmModel;
import io.habitus.models.sra.SraModel;
import io.habitus.models.statistical.StatisticalModel;
import io.habitus.models.text.TextModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All profile models by name: where the command line, recipes and model folders find them. */
public final class ProfileModels {

  /** A model's name and how it comes to be. */
  public interface Kind {
    String name();

    /** One sentence for lists of models. */
    String summary();

    /** Names of the parameters and their defaults. */
    Map<String, String> defaults();

    /**
     * Makes the model.
     *
     * @param parameters of the names of {@link #defaults}, complete
     */
    ProfileModel make(Parameters parameters);

    /** Reads what {@link FittedProfileModel#save} wrote. */
    FittedProfileModel load(SavedModel saved, Path folder);
  }

  /**
   * The parameter of models that predict a target window inside the input: its length in days, or 0
   * for the schema's own.
   */
  public static final String TARGET_DAYS = "target-days";

  private static final List<Kind> KINDS =
      List.of(
          AggregatedModel.KIND,
          RfmModel.KIND,
          StatisticalModel.KIND,
          PopularityModel.KIND,
          RandomModel.KIND,
          SraModel.KIND,
          FipModel.KIND,
          MtlKind.MTL,
          MtlKind.PROPENSITY,
          MtlKind.CHURN,
          GruAutoencoderModel.KIND,
          NextEventKind.PRODUCT,
          NextEventKind.URL,
          TextModel.KIND,
          BprKind.SKU,
          BprKind.CATEGORY,
          AlsKind.CATEGORY,
          AlsKind.URL,
          WarpModel.KIND);

  private ProfileModels() {}

  /** All kinds, in the order in which lists name them. */
  public static List<Kind> kinds() {
    return KINDS;
  }

  public static List<String> names() {
    return KINDS.stream().map(Kind::name).toList();
  }

  /**
   * A model, ready to be fitted.
   *
   * @param parameters by name; what is left out has its default
   * @throws UsageException if there is no model or parameter of that name, or a value is no good
   */
  public static ProfileModel named(String name, Map<String, String> parameters) {
    Kind kind =
        KINDS.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() ->
                new UsageException(
                    "there is no model " + name + ". " + Nearest.advice(name, names())));
    return kind.make(Parameters.of(name, parameters, kind.defaults()));
  }

  /**
   * The same parameters for a run whose target windows have this length: a model that predicts one
   * is told it, unless it was given another.
   */
  public static Map<String, String> withTargetDays(
      String name, Map<String, String> parameters, int days) {
    boolean asks =
        KINDS.stream()
            .anyMatch(kind -> kind.name().equals(name) && kind.defaults().containsKey(TARGET_DAYS));
    if (!asks || parameters.containsKey(TARGET_DAYS)) {
      return parameters;
    }
    Map<String, String> told = new TreeMap<>(parameters);
    told.put(TARGET_DAYS, Integer.toString(days));
    return told;
  }

  /**
   * A fitted model from its folder.
   *
   * @throws InputException if the folder holds none, or one that this version does not know
   */
  public static FittedProfileModel load(Path folder) {
    SavedModel saved = SavedModel.read(folder);
    return KINDS.stream()
        .filter(kind -> kind.name().equals(saved.model()))
        .findFirst()
        .orElseThrow(() ->
            new InputException(
                Problem.inColumn(
                    folder.resolve(SavedModel.FILE).toString(),
                    "model",
                    "one of " + names(),
                    saved.model(),
                    "A later version of Habitus may know it.")))
        .load(saved, folder);
  }
}
