package io.habitus.engine.train;

import io.habitus.core.json.Json;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.InterruptedRunException;
import io.habitus.core.problem.Problem;
import io.habitus.core.run.Progress;
import io.habitus.core.run.RunContext;
import io.habitus.core.run.WorkerPool;
import io.habitus.engine.AdamWKernel;
import io.habitus.engine.NativeBlock;
import io.habitus.engine.NativeRuntime;
import io.habitus.engine.Precision;
import io.habitus.engine.graph.Weights;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network. A step runs the shards of one batch on the workers, sums their gradients in a
 * fixed order, clips, and updates all weights in one pass; nothing in it depends on the number of
 * threads, and nothing random has a state. So the same seed gives the same bits for any number of
 * threads, killed and resumed or not.
 *
 * @param <S> one shard, as the network reads it
 */
public final class Trainer<S> implements AutoCloseable {
  private final Network<S> network;
  private final Weights weights;
  private final TrainingData<S> data;
  private final TrainerSettings settings;
  private final TrainerFolder folder;
  private final RunContext context;

  private final WorkerPool pool;
  private final ShardWorkers<S> workers;
  private final BlockOptimiser optimiser;
  private final @Nullable NativeBlock best;
  private final @Nullable Checkpoint checkpoint;
  private final Pace pace;
  private final MetricsLog metrics;
  private TrainingState state = TrainingState.START;

  /**
   * Trains the weights in place, from where the folder's checkpoint is if it has one.
   *
   * @param weights as initialised; overwritten
   * @param folder for checkpoints and metrics, or {@link TrainerFolder#none}
   * @throws DivergedException if a loss or gradient is not finite; the last checkpoint stays
   * @throws InterruptedRunException if the run was stopped; a checkpoint was written
   * @throws InputException if there is nothing to train on, the checkpoint is another run's, or the
   *     disk has no room for it
   */
  public static <S> TrainingResult train(
      Network<S> network,
      Weights weights,
      TrainingData<S> data,
      TrainerSettings settings,
      TrainerFolder folder,
      RunContext context) {
    if (settings.patience() > 0 && data.validation().isEmpty()) {
      throw new IllegalArgumentException("patience needs validation data to decide by");
    }
    try (Trainer<S> trainer = new Trainer<>(network, weights, data, settings, folder, context)) {
      return trainer.run();
    }
  }

  private Trainer(
      Network<S> network,
      Weights weights,
      TrainingData<S> data,
      TrainerSettings settings,
      TrainerFolder folder,
      RunContext context) {
    this.network = network;
    this.weights = weights;
    this.data = data;
    this.settings = settings;
    this.folder = folder;
    this.context = context;
    pool = new WorkerPool(context.resources().threads());
    workers = new ShardWorkers<>(network, weights, pool, context);
    optimiser = new BlockOptimiser(weights.block(), pool);
    best = settings.patience() > 0 ? new NativeBlock(weights.block().byteSize()) : null;
    checkpoint = folder.file(TrainerFolder.CHECKPOINT).map(this::checkpoint).orElse(null);
    pace = new Pace(folder);
    metrics = new MetricsLog(folder.file(TrainerFolder.METRICS));
  }

  private TrainingResult run() {
    sayWhatPrecisionBrings();
    resume();
    long clients = data.training().clients();
    long total = clients < 0 ? -1 : clients * settings.epochs();
    try (Progress.Step progress = context.progress().start("training", total, "clients")) {
      progress.advance(state.clients());
      while (!state.isFinished(settings)) {
        trainEpoch(progress);
        endEpoch();
      }
    } catch (InterruptedRunException e) {
      // Stops are noticed between steps or before an update: weights and state belong together.
      save();
      throw e;
    }
    if (best != null && state.epoch() > 0) {
      weights.block().copyFrom(best.memory());
    }
    save();
    return result();
  }

  private void sayWhatPrecisionBrings() {
    if (weights.precision() == Precision.BF16 && !NativeRuntime.get().hasBfloat16()) {
      context
          .progress()
          .note(
              "bf16 brings no speed here: this CPU has no units for it (avx512_bf16 or amx_bf16),"
                  + " so numbers are rounded and multiplied in fp32");
    }
  }

  private void trainEpoch(Progress.Step progress) {
    try (BatchSource.Stream<S> stream = data.training().open(state.epoch())) {
      stream.skip(state.batch());
      for (Batch<S> batch = stream.next(); batch != null; batch = stream.next()) {
        context.checkStopped("training");
        double rate =
            settings.optimiser().learningRate() * settings.schedule().factor(state.step());

        double loss = workers.lossAndGradients(batch, settings.seed(), state.step());
        List<MemorySegment> gradients = workers.gradients(batch);
        double norm = optimiser.reduce(gradients);
        requireFinite("training", batch, state.batch(), loss, norm);
        var step = AdamWKernel.Step.of(settings.optimiser(), state.step() + 1, rate, scale(norm));
        optimiser.update(step, gradients.getFirst());
        network.afterStep(weights);

        state = state.afterStep(batch, loss);
        pace.count(batch, loss);
        report(progress, batch, rate, norm);
        if (pace.isCheckpointDue(state)) {
          save();
        }
      }
    }
  }

  /** As PyTorch's clip_grad_norm_ scales. */
  private double scale(double norm) {
    return settings.clipNorm() == 0 ? 1 : Math.min(1, settings.clipNorm() / (norm + 1e-6));
  }

  private void endEpoch() {
    requireBatches("training data", state.batch());
    Double validation = data.validation().map(this::validate).orElse(null);
    EpochLosses losses = new EpochLosses(state.epoch(), state.step(), state.meanLoss(), validation);
    state = state.afterEpoch(losses);
    boolean isBest = state.isLastEpochBest();
    if (best != null && isBest) {
      best.memory().copyFrom(weights.block());
    }
    metrics.write(new MetricsLog.Epoch(losses, isBest, pace.seconds()));
    if (pace.isEpochCheckpointDue()) {
      save();
    }
  }

  /** Mean loss over the validation batches. */
  private double validate(BatchSource<S> source) {
    double sum = 0;
    double weight = 0;
    long batches = 0;
    workers.beginValidation();
    try (BatchSource.Stream<S> stream = source.open(0)) {
      for (Batch<S> batch = stream.next(); batch != null; batch = stream.next()) {
        context.checkStopped("validation");
        double loss = workers.loss(batch);
        requireFinite("validation", batch, batches, loss, 0);
        sum += loss * batch.weight();
        weight += batch.weight();
        batches++;
      }
    }
    requireBatches("validation data", batches);
    return sum / weight;
  }

  private void report(Progress.Step progress, Batch<S> batch, double rate, double norm) {
    progress.advance(batch.clientIds().length);
    if (pace.isTimeToSpeak()) {
      progress.say("loss %.5g, %,.0f events/s".formatted(state.meanLoss(), pace.eventsPerSecond()));
    }
    if (state.step() % folder.metricsSteps() == 0) {
      Pace.Window window = pace.endWindow();
      metrics.write(
          new MetricsLog.Steps(
              state.step(),
              state.epoch(),
              window.loss(),
              rate,
              norm,
              window.eventsPerSecond(),
              pace.seconds()));
    }
  }

  private void requireFinite(String during, Batch<S> batch, long number, double loss, double norm) {
    if (Double.isFinite(loss) && Double.isFinite(norm)) {
      return;
    }
    var failed =
        new DivergedException.FailedBatch(
            during,
            state.step(),
            state.epoch(),
            number,
            Double.toString(loss),
            Double.toString(norm),
            batch.clientIds());
    Optional<Path> file = folder.file(TrainerFolder.FAILED_BATCH);
    file.ifPresent(path -> Json.write(path, failed));
    throw new DivergedException(failed, file);
  }

  private static void requireBatches(String what, long batches) {
    if (batches == 0) {
      throw new InputException(Problem.inFile(what, "at least one client with events", "none", ""));
    }
  }

  private Checkpoint checkpoint(Path file) {
    Map<String, MemorySegment> blocks = new TreeMap<>();
    blocks.put("weights", weights.block());
    blocks.put("mean", optimiser.mean());
    blocks.put("square", optimiser.square());
    if (best != null) {
      blocks.put("best", best.memory());
    }
    Map<String, String> identity =
        Map.of(
            "settings", settings.toString(),
            "network", weights.all().toString(),
            "precision", weights.precision().text(),
            "data", folder.fingerprint());
    return new Checkpoint(file, identity, blocks);
  }

  private void resume() {
    Optional<Path> file = folder.file(TrainerFolder.CHECKPOINT);
    if (checkpoint != null) {
      checkpoint.requireRoom(context.disk());
    }
    if (checkpoint != null && Files.exists(file.orElseThrow())) {
      state = checkpoint.restore();
      context.progress().note("training resumes after step " + state.step());
    }
    pace.goOnFrom(state);
    metrics.goOnFrom(state.metricsBytes());
  }

  private void save() {
    if (checkpoint != null) {
      // An interrupted thread cannot write files: the interruption waits.
      boolean interrupted = Thread.interrupted();
      state = state.at(pace.seconds(), metrics.bytes());
      checkpoint.save(state);
      pace.checkpointed(state);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private TrainingResult result() {
    double seconds = pace.seconds();
    return new TrainingResult(
        state.step(),
        state.losses(),
        best == null ? OptionalLong.empty() : state.bestEpoch(),
        seconds,
        seconds == 0 ? 0 : state.events() / seconds);
  }

  @Override
  public void close() {
    metrics.close();
    pool.close();
    workers.close();
    optimiser.close();
    if (best != null) {
      best.close();
    }
  }
}
