package io.habitus.models.factorisation.bpr;

import io.habitus.models.FittedProfileModel;
import io.habitus.models.Parameters;
import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModels;
import io.habitus.models.SavedModel;
import io.habitus.models.factorisation.matrix.EventWeights;
import io.habitus.models.factorisation.matrix.ItemKind;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The two published fits: the same model with other items and other defaults.
 *
 * @param name of the model
 * @param summary in one sentence
 * @param items what is ranked
 * @param weights default weights of events
 * @param settings defaults of the fit
 */
public record BprKind(
    String name, String summary, ItemKind items, EventWeights weights, BprSettings settings)
    implements ProfileModels.Kind {
  private static final String GIVEN = "given";
  private static final String DERIVED = "derived";
  private static final String SCORES = "scores";
  private static final String FACTORS = "factors";
  private static final String FOLD_IN = "fold-in";
  private static final String ZEROS = "zeros";
  private static final String ALL = "all";
  private static final String RELEVANT = "relevant";

  /** Over skus. */
  public static final BprKind SKU =
      new BprKind(
          "bpr-sku",
          "how a client ranks the 100 labels of skus: BPR factorisation (EmbedNBreakfast)",
          ItemKind.SKU,
          new EventWeights(1.290, 1.151, -0.179, 0),
          new BprSettings(232, 0.0374, 0.0442, 427, false));

  /** Over categories. */
  public static final BprKind CATEGORY =
      new BprKind(
          "bpr-category",
          "how a client ranks the 100 labels of categories: BPR factorisation",
          ItemKind.CATEGORY,
          new EventWeights(0.626, 1.779, 0.435, 0),
          new BprSettings(146, 0.00131, 0.000144, 432, false));

  @Override
  public Map<String, String> defaults() {
    Map<String, String> defaults = new TreeMap<>();
    weights.addTo(defaults);
    settings.addTo(defaults);
    defaults.put("labels", DERIVED);
    defaults.put(ProfileModels.TARGET_DAYS, "0");
    defaults.put("columns", SCORES);
    defaults.put("unseen", FOLD_IN);
    defaults.put("learn-from", ALL);
    return defaults;
  }

  @Override
  public ProfileModel make(Parameters parameters) {
    return of(parameters);
  }

  private BprModel of(Parameters parameters) {
    return new BprModel(
        name,
        items,
        EventWeights.of(parameters),
        BprSettings.of(parameters),
        new BprModel.LabelChoice(
            parameters.integer(ProfileModels.TARGET_DAYS, 0, 36_500),
            parameters.choice("labels", GIVEN, DERIVED).equals(GIVEN)),
        new BprModel.Options(
            parameters.choice("columns", SCORES, FACTORS).equals(FACTORS),
            parameters.choice("unseen", FOLD_IN, ZEROS).equals(ZEROS),
            parameters.choice("learn-from", ALL, RELEVANT).equals(ALL)));
  }

  static void describe(BprModel model, TreeMap<String, String> into) {
    model.weights().addTo(into);
    model.settings().addTo(into);
    into.put("labels", model.labels().given() ? GIVEN : DERIVED);
    into.put(ProfileModels.TARGET_DAYS, Integer.toString(model.labels().targetDays()));
    into.put("columns", model.options().factors() ? FACTORS : SCORES);
    into.put("unseen", model.options().zeros() ? ZEROS : FOLD_IN);
    into.put("learn-from", model.options().allClients() ? ALL : RELEVANT);
  }

  @Override
  public FittedProfileModel load(SavedModel saved, Path folder) {
    return FittedBpr.load(saved, folder, of(Parameters.of(name, saved.parameters(), defaults())));
  }
}
