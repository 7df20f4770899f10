package io.habitus.models.nextevent;

import io.habitus.models.FittedProfileModel;
import io.habitus.models.Parameters;
import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModels;
import io.habitus.models.SavedModel;
import java.nio.file.Path;
import java.util.Map;

/**
 * The two published transformers: one network with two sets of defaults.
 *
 * @param name of the model
 * @param summary in one sentence
 * @param published the defaults
 */
public record NextEventKind(String name, String summary, Map<String, String> published)
    implements ProfileModels.Kind {

  /** Of product events: category, type and price of the next one. */
  public static final NextEventKind PRODUCT =
      new NextEventKind(
          "next-product",
          "a transformer that predicts category, type and price of the next product event",
          Map.ofEntries(
              Map.entry("events", "item"),
              Map.entry("fields", "category,event_type"),
              Map.entry("widths", "96,31"),
              Map.entry("price", "price"),
              Map.entry("least", "1"),
              Map.entry("max-events", "64"),
              Map.entry("slice", "32"),
              Map.entry("learn-from", "all"),
              Map.entry("layers", "4"),
              Map.entry("negatives", "0"),
              Map.entry("batch", "512"),
              Map.entry("validation", "loss")));

  /** Of visits: the next page. */
  public static final NextEventKind URL =
      new NextEventKind(
          "next-url",
          "a transformer that predicts the next page visited",
          Map.ofEntries(
              Map.entry("events", "page"),
              Map.entry("fields", "page"),
              Map.entry("widths", "192"),
              Map.entry("price", "none"),
              Map.entry("least", "10"),
              Map.entry("max-events", "256"),
              Map.entry("slice", "0"),
              Map.entry("learn-from", "profiles"),
              Map.entry("layers", "6"),
              Map.entry("negatives", "10000"),
              Map.entry("batch", "32"),
              Map.entry("validation", "ndcg")));

  public NextEventKind {
    published = Map.copyOf(published);
  }

  @Override
  public Map<String, String> defaults() {
    return Settings.defaults(published);
  }

  @Override
  public ProfileModel make(Parameters parameters) {
    return new NextEventModel(name, Settings.of(parameters));
  }

  @Override
  public FittedProfileModel load(SavedModel saved, Path folder) {
    Settings settings = Settings.of(Parameters.of(name, saved.parameters(), defaults()));
    return ModelFolder.load(new NextEventModel(name, settings), saved, folder);
  }
}
