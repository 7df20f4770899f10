package io.habitus.models.statistical;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.features.statistical.StatisticalLayout;
import io.habitus.features.statistical.StatisticalTables;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.Parameters;
import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModels;
import io.habitus.models.SavedModel;
import io.habitus.models.UnseenClients;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Statistical features (arXiv 2508.07748, section on the other members): 37 columns with the
 * challenge's schema, derived for any other. Rows ascend by client; zeros mean no such events.
 */
public record StatisticalModel() implements ProfileModel {

  public static final ProfileModels.Kind KIND =
      new ProfileModels.Kind() {
        @Override
        public String name() {
          return "statistical";
        }

        @Override
        public String summary() {
          return "counts, intervals, trends, popularity of what was met, money, per event type";
        }

        @Override
        public Map<String, String> defaults() {
          return Map.of();
        }

        @Override
        public ProfileModel make(Parameters parameters) {
          return new StatisticalModel();
        }

        @Override
        public FittedProfileModel load(SavedModel saved, Path folder) {
          StatisticalLayout layout = saved.state(StatisticalLayout.class, folder);
          return new FittedStatistical(saved.seed(), StatisticalTables.read(layout, folder));
        }
      };

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public SortedMap<String, String> parameters() {
    return new TreeMap<>();
  }

  @Override
  public UnseenClients unseenClients() {
    return UnseenClients.INDUCTIVE;
  }

  @Override
  public FittedProfileModel fit(Histories input, ClientSet clients, long seed, RunContext context) {
    return new FittedStatistical(seed, StatisticalTables.fit(input, clients, context));
  }
}
