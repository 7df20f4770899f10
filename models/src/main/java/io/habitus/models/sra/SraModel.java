package io.habitus.models.sra;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.features.event.EventFeatures;
import io.habitus.features.event.SequenceBatches;
import io.habitus.features.event.SequenceSettings;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.Parameters;
import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModels;
import io.habitus.models.SavedModel;
import io.habitus.models.sequence.FitWindow;
import io.habitus.models.sequence.FittedSequenceModel;
import io.habitus.models.sequence.SequenceEncoder;
import io.habitus.models.sequence.SequenceFit;
import io.habitus.models.sequence.SequenceModel;
import io.habitus.models.sequence.SequenceOptions;
import io.habitus.models.sequence.SequenceState;
import io.habitus.models.sequence.TrainingOptions;
import io.habitus.models.sequence.WindowScan;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The sequence reconstruction autoencoder (EmbedNBreakfast, RecSys Challenge 2025): the vector is
 * what a network has to remember of a client's events in order to tell them again. Learns from all
 * clients of the input.
 *
 * @param hidden width of both GRUs
 * @param latent width of the vector
 * @param options what is read
 * @param training how it is trained
 */
public record SraModel(int hidden, int latent, SequenceOptions options, TrainingOptions training)
    implements SequenceModel {
  private static final TrainingOptions PUBLISHED = new TrainingOptions(1, 128, 4, 1e-3, 0, 1);

  /** The published settings are the defaults. */
  public static final ProfileModels.Kind KIND =
      new ProfileModels.Kind() {
        @Override
        public String name() {
          return "sra";
        }

        @Override
        public String summary() {
          return "a GRU autoencoder of the event sequence (EmbedNBreakfast)";
        }

        @Override
        public Map<String, String> defaults() {
          Map<String, String> defaults = new TreeMap<>(Map.of("hidden", "256", "latent", "128"));
          SequenceOptions.addDefaults(defaults, SequenceSettings.sra());
          PUBLISHED.addTo(defaults);
          return defaults;
        }

        @Override
        public ProfileModel make(Parameters parameters) {
          return of(parameters);
        }

        @Override
        public FittedProfileModel load(SavedModel saved, Path folder) {
          Parameters parameters = Parameters.of(name(), saved.parameters(), defaults());
          return FittedSequenceModel.load(saved, folder, of(parameters));
        }
      };

  private static SraModel of(Parameters parameters) {
    return new SraModel(
        parameters.integer("hidden", 1, 4_096),
        parameters.integer("latent", 1, 4_096),
        SequenceOptions.of(parameters),
        TrainingOptions.of(parameters));
  }

  @Override
  public String name() {
    return KIND.name();
  }

  @Override
  public SortedMap<String, String> parameters() {
    SortedMap<String, String> parameters = new TreeMap<>();
    parameters.put("hidden", Integer.toString(hidden));
    parameters.put("latent", Integer.toString(latent));
    options.describe(parameters);
    training.describe(parameters);
    return parameters;
  }

  @Override
  public SequenceSettings settings() {
    return options.settings(SequenceSettings.sra());
  }

  @Override
  public SequenceEncoder network(WeightPlan plan, SequenceState state) {
    return network(plan, state.inputs());
  }

  private SraNetwork network(WeightPlan plan, int columns) {
    return new SraNetwork(plan, columns, hidden, latent, columns);
  }

  @Override
  public FittedProfileModel fit(Histories input, ClientSet clients, long seed, RunContext context) {
    FitWindow window = FitWindow.of(input, options.earlierDays(), context);
    Histories histories = window.histories();
    WindowScan scan = WindowScan.of(histories, client -> true, Long.MAX_VALUE, context);
    EventFeatures features = EventFeatures.fit(histories, settings(), context);
    SequenceBatches batches =
        SequenceBatches.of(histories, features, training.batches(options.maxEvents(), seed));
    WeightPlan plan = new WeightPlan();
    SraNetwork network = network(plan, features.width());
    return new SequenceFit(this, training, window, histories, features, scan, seed)
        .run(network, plan, batches, SraShards::new, features.width(), new TreeMap<>(), context);
  }
}
