package io.habitus.models.text;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.Parameters;
import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModels;
import io.habitus.models.SavedModel;
import io.habitus.models.UnseenClients;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Text members (arXiv 2508.07748): a client's newest events as text, one line each, through an
 * offline sentence encoder, their mean; code vectors as they are. Nothing is learned.
 *
 * @param source {@code history}, {@code queries} or {@code items}
 * @param newest events that count at most; 0 for the source's own number
 * @param fields names that are read, separated by commas; empty for all text and code vectors
 * @param cache folder in which vectors of texts are kept; empty for none beyond the run
 */
public record TextModel(String source, int newest, String fields, String cache)
    implements ProfileModel {

  public static final ProfileModels.Kind KIND =
      new ProfileModels.Kind() {
        @Override
        public String name() {
          return "text";
        }

        @Override
        public String summary() {
          return "what was met or searched for, by a sentence encoder; code vectors as they are";
        }

        @Override
        public Map<String, String> defaults() {
          return Map.of("source", "history", "newest", "0", "fields", "", "cache", "");
        }

        @Override
        public ProfileModel make(Parameters parameters) {
          return new TextModel(
              parameters.choice("source", "history", "queries", "items"),
              parameters.integer("newest", 0, 100_000),
              parameters.text("fields"),
              parameters.text("cache"));
        }

        @Override
        public FittedProfileModel load(SavedModel saved, Path folder) {
          return FittedText.load(saved, folder);
        }
      };

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public SortedMap<String, String> parameters() {
    return new TreeMap<>(
        Map.of(
            "source", source,
            "newest", Integer.toString(newest),
            "fields", fields,
            "cache", cache));
  }

  @Override
  public UnseenClients unseenClients() {
    return UnseenClients.INDUCTIVE;
  }

  /** Encodes the texts of the clients, so that embedding them needs no encoder again. */
  @Override
  public FittedProfileModel fit(Histories input, ClientSet clients, long seed, RunContext context) {
    Source read = Source.named(source);
    List<String> names =
        Arrays.stream(fields.split(",", -1))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    TextLayout layout =
        TextLayout.of(input.schema(), read, newest > 0 ? newest : read.newest(), names);
    return FittedText.of(parameters(), seed, layout, input, clients, context);
  }
}
