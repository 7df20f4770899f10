package io.habitus.models.rfm;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.features.activity.ActivityFeatures;
import io.habitus.features.activity.ActivityLayout;
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
 * Recency, frequency and monetary value per event type, with tenure, active days, gaps, windows and
 * variety; logarithms throughout. Rows ascend by client.
 *
 * @param windowDays windows before the cut-off
 */
public record RfmModel(List<Integer> windowDays) implements ProfileModel {

  public static final ProfileModels.Kind KIND =
      new ProfileModels.Kind() {
        @Override
        public String name() {
          return "rfm";
        }

        @Override
        public String summary() {
          return "recency, frequency, monetary value, tenure, gaps and variety per event type";
        }

        @Override
        public Map<String, String> defaults() {
          return Map.of("windows", "7,30,90");
        }

        @Override
        public ProfileModel make(Parameters parameters) {
          return new RfmModel(parameters.integers("windows", 1, 36_500));
        }

        @Override
        public FittedProfileModel load(SavedModel saved, Path folder) {
          return new FittedRfm(
              saved.parameters(), saved.seed(), saved.state(ActivityLayout.class, folder));
        }
      };

  public RfmModel {
    windowDays = List.copyOf(windowDays);
  }

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public SortedMap<String, String> parameters() {
    String windows = String.join(",", windowDays.stream().map(Object::toString).toList());
    return new TreeMap<>(Map.of("windows", windows));
  }

  @Override
  public UnseenClients unseenClients() {
    return UnseenClients.INDUCTIVE;
  }

  @Override
  public FittedProfileModel fit(Histories input, ClientSet clients, long seed, RunContext context) {
    return new FittedRfm(parameters(), seed, ActivityFeatures.layout(input, windowDays, context));
  }
}
