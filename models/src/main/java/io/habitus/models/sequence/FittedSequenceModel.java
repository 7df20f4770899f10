package io.habitus.models.sequence;

import io.habitus.core.file.WholeFile;
import io.habitus.core.problem.UsageException;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.safetensors.SafetensorsFile;
import io.habitus.engine.safetensors.SafetensorsWriter;
import io.habitus.features.event.BatchSettings;
import io.habitus.features.event.Outlook;
import io.habitus.features.event.SequenceBatches;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.Renewal;
import io.habitus.models.SavedModel;
import io.habitus.models.embedding.DigestedProfiles;
import io.habitus.models.embedding.InputDigest;
import io.habitus.models.live.LiveProfiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A trained network and the features it expects. Its folder: {@code model.json}, {@code
 * model.safetensors}, {@code features/} with layout and scalers, {@code metrics.jsonl} of the
 * training, {@code README.md}.
 *
 * @param model what was fitted
 * @param seed of the fit
 * @param features of the sequence it reads
 * @param encoder its network
 * @param weights of the network; owned
 * @param state what else is saved
 * @param metrics lines of {@code metrics.jsonl}
 */
public record FittedSequenceModel(
    SequenceModel model,
    long seed,
    WindowFeatures features,
    SequenceEncoder encoder,
    Weights weights,
    SequenceState state,
    String metrics)
    implements FittedProfileModel {
  static final String WEIGHTS = "model.safetensors";
  static final String FEATURES = "features";
  static final String METRICS = "metrics.jsonl";

  /** Clients that are embedded together: enough for full matrix products, few enough for memory. */
  private static final int BATCH = 128;

  private static final long POOL_BYTES = 64L << 20;

  /** Reads what {@link #save} wrote. */
  public static FittedSequenceModel load(SavedModel saved, Path folder, SequenceModel model) {
    SequenceState state = saved.state(SequenceState.class, folder);
    WindowFeatures features = WindowFeatures.read(folder.resolve(FEATURES), model.options());
    WeightPlan plan = new WeightPlan();
    SequenceEncoder encoder = model.network(plan, state);
    Weights weights =
        SafetensorsFile.weights(
            folder.resolve(WEIGHTS), plan, saved.seed(), model.training().precision());
    String metrics = text(folder.resolve(METRICS));
    return new FittedSequenceModel(model, saved.seed(), features, encoder, weights, state, metrics);
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
  }

  @Override
  public int width() {
    return encoder.width();
  }

  @Override
  public List<String> columns() {
    return IntStream.range(0, width()).mapToObj(i -> model.name() + "." + i).toList();
  }

  @Override
  public Optional<Instant> learnedUntil() {
    return Optional.of(state.learnedUntil());
  }

  @Override
  public Profiles embed(Histories input, ClientSet clients, RunContext context) {
    return embed(Optional.empty(), input, clients, context).profiles();
  }

  @Override
  public Renewal renewal() {
    if (!encoder.isIndependent()) {
      return new Renewal.Whole(
          "attention compares whole batches, so that a vector's last bits depend on the clients"
              + " beside it; embed without --since");
    }
    if (!model.options().fixedTables()) {
      return new Renewal.Whole(
          "what it reads of a client also depends on the other clients and on where the data ends;"
              + " embed without --since, or fit it with layout=causal scalers=fitted"
              + " tables=fitted");
    }
    return new Renewal.ByClient(this::embed);
  }

  private DigestedProfiles embed(
      Optional<DigestedProfiles> before, Histories input, ClientSet clients, RunContext context) {
    BatchSettings settings =
        BatchSettings.embedding(BATCH)
            .withMaxEvents(model.options().maxEvents())
            .withPoolBytes(POOL_BYTES);
    SequenceBatches batches =
        SequenceBatches.of(input, features.of(input, context), settings)
            .onlyClients(clients::contains);
    return SequenceEmbedding.of(encoder, weights, identity(), batches, before, clients, context);
  }

  /** All that decides vectors beside the rows that are read. */
  private long identity() {
    return InputDigest.seed(weights.block(), model.name() + model.parameters());
  }

  @Override
  public LiveProfiles live(Histories window, RunContext context) {
    if (!(encoder instanceof RecurrentEncoder recurrent)) {
      throw new UsageException(
          "a vector of %s attends to all events at once: it does not follow from a running state"
              .formatted(model.name()));
    }
    if (model.options().layout() != Outlook.CAUSAL) {
      throw new UsageException(
          "the retrospective layout changes all rows of a client with each event; fit %s with"
                  .formatted(model.name())
              + " layout=causal");
    }
    return new LiveSequence(recurrent, weights, features.of(window, context), identity());
  }

  @Override
  public void save(Path folder) {
    SavedModel.write(
        folder,
        model.name(),
        model.parameters(),
        seed,
        state,
        part -> {
          Map<String, String> metadata = Map.of("format", "pt", "habitus.model", model.name());
          SafetensorsWriter.write(part.resolve(WEIGHTS), weights, metadata);
          features.write(part.resolve(FEATURES));
          WholeFile.write(part.resolve(METRICS), metrics);
          WholeFile.write(part.resolve(ModelCard.FILE), ModelCard.of(this));
        });
  }

  @Override
  public void close() {
    weights.close();
  }
}
