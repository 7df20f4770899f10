package io.habitus.models.aggregated;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.features.aggregated.AggregatedFit;
import io.habitus.features.aggregated.AggregatedLayout;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.Parameters;
import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModels;
import io.habitus.models.SavedModel;
import io.habitus.models.UnseenClients;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The organisers' aggregated features (RecSys Challenge 2025), for any schema. Rows come in the
 * organisers' order, which matters where nothing is shuffled.
 *
 * @param top how many frequent values of each field are counted
 * @param windowDays windows before the last event of a type
 */
public record AggregatedModel(int top, List<Integer> windowDays) implements ProfileModel {

  /** The organisers' settings are the defaults. */
  public static final ProfileModels.Kind KIND =
      new ProfileModels.Kind() {
        @Override
        public String name() {
          return "aggregated";
        }

        @Override
        public String summary() {
          return "the organisers' baseline: events, and recent events per frequent value";
        }

        @Override
        public Map<String, String> defaults() {
          return Map.of("top", "10", "windows", "1,7,30");
        }

        @Override
        public ProfileModel make(Parameters parameters) {
          return new AggregatedModel(
              parameters.integer("top", 1, 1_000), parameters.integers("windows", 1, 36_500));
        }

        @Override
        public FittedProfileModel load(SavedModel saved, Path folder) {
          return new FittedAggregated(
              saved.parameters(), saved.seed(), saved.state(AggregatedLayout.class, folder));
        }
      };

  public AggregatedModel {
    windowDays = List.copyOf(windowDays);
  }

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public SortedMap<String, String> parameters() {
    String windows = String.join(",", windowDays.stream().map(Object::toString).toList());
    return new TreeMap<>(Map.of("top", Integer.toString(top), "windows", windows));
  }

  @Override
  public UnseenClients unseenClients() {
    return UnseenClients.INDUCTIVE;
  }

  @Override
  public FittedProfileModel fit(Histories input, ClientSet clients, long seed, RunContext context) {
    AggregatedLayout layout = AggregatedFit.layout(input, clients, top, windowDays, context);
    return new FittedAggregated(parameters(), seed, layout);
  }
}
