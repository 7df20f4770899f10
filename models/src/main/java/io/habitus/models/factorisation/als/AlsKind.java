package io.habitus.models.factorisation.als;

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
 * The two published fits: the same model over other items.
 *
 * @param name of the model
 * @param summary in one sentence
 * @param items what columns of the matrix are
 * @param weights default weights of events
 * @param allClients whether everyone is learned from by default
 */
public record AlsKind(
    String name, String summary, ItemKind items, EventWeights weights, boolean allClients)
    implements ProfileModels.Kind {
  private static final String ALL = "all";
  private static final String RELEVANT = "relevant";
  private static final AlsSettings PUBLISHED = new AlsSettings(64, 15, 0.01, 3);

  /** Over categories. */
  public static final AlsKind CATEGORY =
      new AlsKind(
          "als-category",
          "64 factors of client × category by alternating least squares (ai_lab_recsys)",
          ItemKind.CATEGORY,
          new EventWeights(3, 1, 0, 0),
          true);

  /** Over urls. */
  public static final AlsKind URL =
      new AlsKind(
          "als-url",
          "64 factors of client × url by alternating least squares (ai_lab_recsys)",
          ItemKind.URL,
          new EventWeights(0, 0, 0, 1),
          false);

  @Override
  public Map<String, String> defaults() {
    Map<String, String> defaults = new TreeMap<>();
    weights.addTo(defaults);
    PUBLISHED.addTo(defaults);
    defaults.put("learn-from", allClients ? ALL : RELEVANT);
    return defaults;
  }

  @Override
  public ProfileModel make(Parameters parameters) {
    return of(parameters);
  }

  private AlsModel of(Parameters parameters) {
    return new AlsModel(
        name,
        items,
        EventWeights.of(parameters),
        AlsSettings.of(parameters),
        parameters.choice("learn-from", ALL, RELEVANT).equals(ALL));
  }

  static void describe(AlsModel model, TreeMap<String, String> into) {
    model.weights().addTo(into);
    model.settings().addTo(into);
    into.put("learn-from", model.allClients() ? ALL : RELEVANT);
  }

  @Override
  public FittedProfileModel load(SavedModel saved, Path folder) {
    return FittedAls.load(saved, folder, of(Parameters.of(name, saved.parameters(), defaults())));
  }
}
