package io.habitus.models.mtl;

import io.habitus.features.event.SequenceSettings;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.Parameters;
import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModels;
import io.habitus.models.SavedModel;
import io.habitus.models.sequence.FittedSequenceModel;
import io.habitus.models.sequence.SequenceOptions;
import io.habitus.models.sequence.TrainingOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The three published variants of MTL: the same network with other defaults.
 *
 * @param name of the model
 * @param summary in one sentence
 * @param network default widths and dropouts
 * @param weights default λ
 * @param training default training
 */
public record MtlKind(
    String name,
    String summary,
    MtlSettings network,
    MtlModel.LossWeights weights,
    TrainingOptions training)
    implements ProfileModels.Kind {
  private static final String GIVEN = "given";
  private static final String DERIVED = "derived";

  /** PyTorch's default weight decay of AdamW. */
  private static final double DECAY = 0.01;

  /** Churn, category and sku together. */
  public static final MtlKind MTL =
      new MtlKind(
          "mtl",
          "a GRU with attention that predicts churn, categories and items (EmbedNBreakfast)",
          new MtlSettings(128, 128, 2, 256, 512, 0.1, 0.3, 0.2),
          new MtlModel.LossWeights(0.3, 0.35, 0.35),
          new TrainingOptions(9, 128, 4, 1e-3, DECAY, 1));

  /** Without churn, slower. */
  public static final MtlKind PROPENSITY =
      new MtlKind(
          "mtl-propensity",
          "mtl for categories and items alone",
          new MtlSettings(128, 128, 2, 256, 512, 0.21, 0.22, 0.17),
          new MtlModel.LossWeights(0, 0.5, 0.5),
          new TrainingOptions(7, 128, 4, 7.5e-5, 2.6e-6, 1));

  /** Churn alone, in a small vector. */
  public static final MtlKind CHURN =
      new MtlKind(
          "mtl-churn",
          "mtl for churn alone, 32 columns",
          new MtlSettings(128, 32, 2, 256, 512, 0.1, 0.3, 0.2),
          new MtlModel.LossWeights(1, 0, 0),
          new TrainingOptions(6, 128, 4, 1e-3, DECAY, 1));

  @Override
  public Map<String, String> defaults() {
    Map<String, String> defaults = new TreeMap<>();
    network.addTo(defaults);
    addTo(defaults, weights);
    defaults.put("labels", DERIVED);
    defaults.put(ProfileModels.TARGET_DAYS, "0");
    SequenceOptions.addDefaults(defaults, SequenceSettings.mtl());
    training.addTo(defaults);
    return defaults;
  }

  private static void addTo(Map<String, String> parameters, MtlModel.LossWeights weights) {
    parameters.put("churn-weight", Double.toString(weights.churn()));
    parameters.put("category-weight", Double.toString(weights.category()));
    parameters.put("sku-weight", Double.toString(weights.sku()));
  }

  @Override
  public ProfileModel make(Parameters parameters) {
    return of(parameters);
  }

  private MtlModel of(Parameters parameters) {
    double most = 1_000;
    return new MtlModel(
        name,
        MtlSettings.of(parameters),
        new MtlModel.LossWeights(
            parameters.number("churn-weight", 0, most),
            parameters.number("category-weight", 0, most),
            parameters.number("sku-weight", 0, most)),
        new MtlModel.LabelChoice(
            parameters.integer(ProfileModels.TARGET_DAYS, 0, 36_500),
            parameters.choice("labels", GIVEN, DERIVED).equals(GIVEN)),
        SequenceOptions.of(parameters),
        TrainingOptions.of(parameters));
  }

  static void describe(MtlModel model, TreeMap<String, String> into) {
    model.network().describe(into);
    addTo(into, model.weights());
    into.put("labels", model.labels().given() ? GIVEN : DERIVED);
    into.put(ProfileModels.TARGET_DAYS, Integer.toString(model.labels().targetDays()));
    model.options().describe(into);
    model.training().describe(into);
  }

  @Override
  public FittedProfileModel load(SavedModel saved, Path folder) {
    Parameters parameters = Parameters.of(name, saved.parameters(), defaults());
    return FittedSequenceModel.load(saved, folder, of(parameters));
  }
}
