package io.habitus.models.autoencoder;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.engine.graph.Weights;
import io.habitus.features.token.TokenFit;
import io.habitus.features.token.TokenLayout;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.Parameters;
import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModels;
import io.habitus.models.SavedModel;
import io.habitus.models.UnseenClients;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.LongPredicate;

/**
 * A GRU that reads a history of tokens into one vector, fitted by writing the history down again
 * from it (arXiv 2508.07748). Rows ascend by client; a client without a step has zeros.
 */
public record GruAutoencoderModel(Settings settings) implements ProfileModel {
  static final String NAME = "gru-ae";

  public static final ProfileModels.Kind KIND =
      new ProfileModels.Kind() {
        @Override
        public String name() {
          return NAME;
        }

        @Override
        public String summary() {
          return "a GRU autoencoder of event tokens; variants "
              + String.join(", ", Variant.texts());
        }

        @Override
        public Map<String, String> defaults() {
          return Settings.defaults();
        }

        @Override
        public ProfileModel make(Parameters parameters) {
          return new GruAutoencoderModel(Settings.of(parameters));
        }

        @Override
        public FittedProfileModel load(SavedModel saved, Path folder) {
          return ModelFolder.load(saved, folder);
        }
      };

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SortedMap<String, String> parameters() {
    return settings.parameters();
  }

  @Override
  public UnseenClients unseenClients() {
    return UnseenClients.INDUCTIVE;
  }

  @Override
  public FittedProfileModel fit(Histories input, ClientSet clients, long seed, RunContext context) {
    LongPredicate learned =
        settings.readsItemCodes(input.schema()) ? id -> true : clients::contains;
    TokenLayout layout =
        new TokenFit(settings.fieldNames(input.schema()), settings.keep(), settings.maxEvents())
            .of(input, learned, context);
    GruAutoencoder network = new GruAutoencoder(settings.shape(layout));
    Weights weights = new Weights(network.plan(), seed, settings.precision());
    try {
      var summary =
          new Fitting(settings, network, weights, seed).run(input, layout, learned, context);
      return new FittedGruAutoencoder(
          settings, seed, layout, network, weights, summary, input.untilMicros());
    } catch (RuntimeException | Error e) {
      weights.close();
      throw e;
    }
  }
}
