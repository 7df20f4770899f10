package io.habitus.models.popularity;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Histories;
import io.habitus.features.frequency.TopValues;
import io.habitus.features.frequency.ValueCounts;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.Parameters;
import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModels;
import io.habitus.models.SavedModel;
import io.habitus.models.UnseenClients;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The same vector for everyone: a constant, and the shares of the most frequent items and
 * attributes among all target events of the input. A predictor on it can learn how frequent each
 * label is and nothing about the client: AUROC is one half, and what novelty and diversity say is
 * the worth of predicting popularity alone.
 *
 * @param top how many frequent values of each field
 */
public record PopularityModel(int top) implements ProfileModel {

  public static final ProfileModels.Kind KIND =
      new ProfileModels.Kind() {
        @Override
        public String name() {
          return "popularity";
        }

        @Override
        public String summary() {
          return "one vector for everyone: what popularity alone predicts";
        }

        @Override
        public Map<String, String> defaults() {
          return Map.of("top", "10");
        }

        @Override
        public ProfileModel make(Parameters parameters) {
          return new PopularityModel(parameters.integer("top", 1, 500));
        }

        @Override
        public FittedProfileModel load(SavedModel saved, Path folder) {
          return new FittedPopularity(
              saved.parameters(), saved.seed(), saved.state(Shares.class, folder));
        }
      };

  /** What was learned: (columns) names and values, the constant first. */
  record Shares(List<String> columns, List<Double> values) {
    Shares {
      columns = List.copyOf(columns);
      values = List.copyOf(values);
    }
  }

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public SortedMap<String, String> parameters() {
    return new TreeMap<>(Map.of("top", Integer.toString(top)));
  }

  @Override
  public UnseenClients unseenClients() {
    return UnseenClients.INDUCTIVE;
  }

  @Override
  public FittedProfileModel fit(Histories input, ClientSet clients, long seed, RunContext context) {
    ValueCounts counts = ValueCounts.of(input, clients, context);
    Schema schema = input.schema();
    int target = schema.eventType(schema.targetEvent());
    List<String> columns = new ArrayList<>(List.of("constant"));
    List<Double> values = new ArrayList<>(List.of(1.0));
    for (TopValues each : TopValues.of(input, counts, target, top)) {
      for (int i = 0; i < each.values().size(); i++) {
        columns.add(schema.targetEvent() + ".share." + each.name() + "=" + each.values().get(i));
        values.add(each.events().get(i) / (double) counts.events(target));
      }
    }
    return new FittedPopularity(parameters(), seed, new Shares(columns, values));
  }
}
