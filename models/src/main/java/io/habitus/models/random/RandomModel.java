package io.habitus.models.random;

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
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Standard normal vectors, a function of seed, client and column alone: no event is looked at.
 *
 * @param width columns
 */
public record RandomModel(int width) implements ProfileModel {

  public static final ProfileModels.Kind KIND =
      new ProfileModels.Kind() {
        @Override
        public String name() {
          return "random";
        }

        @Override
        public String summary() {
          return "normal noise, seeded per client: the floor of every comparison";
        }

        @Override
        public Map<String, String> defaults() {
          return Map.of("width", "64");
        }

        @Override
        public ProfileModel make(Parameters parameters) {
          return new RandomModel(parameters.integer("width", 1, 2_048));
        }

        @Override
        public FittedProfileModel load(SavedModel saved, Path folder) {
          return new FittedRandom(saved.state(Width.class, folder).width(), saved.seed());
        }
      };

  /** What a saved model says besides its seed. */
  record Width(int width) {}

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public SortedMap<String, String> parameters() {
    return new TreeMap<>(Map.of("width", Integer.toString(width)));
  }

  @Override
  public UnseenClients unseenClients() {
    return UnseenClients.INDUCTIVE;
  }

  @Override
  public FittedProfileModel fit(Histories input, ClientSet clients, long seed, RunContext context) {
    return new FittedRandom(width, seed);
  }
}
