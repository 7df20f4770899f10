package io.habitus.models.fip;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.features.event.EventFeatures;
import io.habitus.features.event.SequenceBatches;
import io.habitus.features.event.SequenceSettings;
import io.habitus.features.event.TargetWindow;
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
import io.habitus.models.sra.SraNetwork;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Future interaction prediction (EmbedNBreakfast, RecSys Challenge 2025): the vector is what a
 * network has to know of a client's past in order to tell its next month. The month lies inside the
 * input: its last days. Learns from all clients with events before it; profiles are then made from
 * the whole input.
 *
 * @param hidden width of both GRUs
 * @param latent width of the vector
 * @param targetDays {@code target-days}: length of the month; 0 for the data's target window
 * @param targetWeeks {@code target-weeks}: weekly columns of a visit that is predicted
 * @param neutralWeight {@code neutral-weight}: what the squared error of a client counts that does
 *     nothing in the month
 * @param options what is read
 * @param training how it is trained
 */
public record FipModel(
    int hidden,
    int latent,
    int targetDays,
    int targetWeeks,
    double neutralWeight,
    SequenceOptions options,
    TrainingOptions training)
    implements SequenceModel {
  private static final TrainingOptions PUBLISHED = new TrainingOptions(3, 256, 4, 1e-3, 0, 1);

  /** The published settings are the defaults. */
  public static final ProfileModels.Kind KIND =
      new ProfileModels.Kind() {
        @Override
        public String name() {
          return "fip";
        }

        @Override
        public String summary() {
          return "a GRU that predicts the events of the next month (EmbedNBreakfast)";
        }

        @Override
        public Map<String, String> defaults() {
          Map<String, String> defaults = new TreeMap<>(Map.of("hidden", "256", "latent", "128"));
          defaults.put(ProfileModels.TARGET_DAYS, "0");
          defaults.put("target-weeks", "4");
          defaults.put("neutral-weight", "0.8");
          SequenceOptions.addDefaults(defaults, SequenceSettings.fip());
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

  private static FipModel of(Parameters parameters) {
    return new FipModel(
        parameters.integer("hidden", 1, 4_096),
        parameters.integer("latent", 1, 4_096),
        parameters.integer(ProfileModels.TARGET_DAYS, 0, 36_500),
        parameters.integer("target-weeks", 0, 520),
        parameters.number("neutral-weight", 0, 1_000),
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
    parameters.put(ProfileModels.TARGET_DAYS, Integer.toString(targetDays));
    parameters.put("target-weeks", Integer.toString(targetWeeks));
    parameters.put("neutral-weight", Double.toString(neutralWeight));
    options.describe(parameters);
    training.describe(parameters);
    return parameters;
  }

  @Override
  public SequenceSettings settings() {
    return options.settings(SequenceSettings.fip());
  }

  private SequenceSettings targetSettings() {
    return options.settings(SequenceSettings.fipTarget()).withWeeks(targetWeeks);
  }

  @Override
  public SequenceEncoder network(WeightPlan plan, SequenceState state) {
    return network(plan, state.inputs(), state.outputs());
  }

  private FipNetwork network(WeightPlan plan, int inputs, int outputs) {
    return new FipNetwork(new SraNetwork(plan, inputs, hidden, latent, outputs));
  }

  @Override
  public FittedProfileModel fit(Histories input, ClientSet clients, long seed, RunContext context) {
    FitWindow window = FitWindow.of(input, options.earlierDays(), context);
    FitWindow.Month month = window.month(targetDays);
    WindowScan scan = WindowScan.of(month.whole(), client -> true, month.startMicros(), context);
    Histories before = month.before();
    EventFeatures features = EventFeatures.fit(before, settings(), context);
    EventFeatures later = EventFeatures.fit(month.whole(), targetSettings(), context);
    SequenceBatches batches =
        SequenceBatches.of(before, features, training.batches(options.maxEvents(), seed))
            .withTarget(new TargetWindow(month.whole(), later, month.startMicros()));
    WeightPlan plan = new WeightPlan();
    FipNetwork network = network(plan, features.width(), later.width());
    return new SequenceFit(this, training, window, before, features, scan, seed)
        .run(
            network,
            plan,
            batches,
            arena -> new FipShards(arena, neutralWeight),
            later.width(),
            new TreeMap<>(),
            context);
  }
}
