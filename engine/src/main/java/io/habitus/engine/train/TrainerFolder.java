package io.habitus.engine.train;

import io.habitus.core.hash.Sha256;
import io.habitus.core.run.RunContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where training keeps its checkpoint and its log, so that a killed run resumes. None of it changes
 * the result.
 *
 * @param path the folder, made where it is missing; empty: nothing is kept
 * @param fingerprint of the data and of everything else that decides the batches and the network: a
 *     checkpoint that says another is refused
 * @param interval time between checkpoints; the end of an epoch gets one too, unless the last is
 *     less than a tenth of this old
 * @param everySteps steps between checkpoints; 0: only the interval counts
 * @param metricsSteps steps between lines of {@value #METRICS}
 */
public record TrainerFolder(
    Optional<Path> path, String fingerprint, Duration interval, long everySteps, int metricsSteps) {
  /** Everything needed to go on. */
  public static final String CHECKPOINT = "checkpoint.safetensors";

  /** One line of JSON for every few steps and for every epoch. */
  public static final String METRICS = "metrics.jsonl";

  /** The clients of the batch whose loss was not a number. */
  public static final String FAILED_BATCH = "failed-batch.json";

  private static final Duration MINUTE = Duration.ofMinutes(1);

  public TrainerFolder {
    if (interval.isNegative() || everySteps < 0 || metricsSteps < 1) {
      throw new IllegalArgumentException(
          "expected interval and everySteps of at least 0, metricsSteps of at least 1, found %s, %d, %d"
              .formatted(interval, everySteps, metricsSteps));
    }
  }

  /** Nothing is kept. */
  public static TrainerFolder none() {
    return new TrainerFolder(Optional.empty(), "", MINUTE, 0, 50);
  }

  /** A checkpoint every minute, a line of metrics every 50 steps. */
  public static TrainerFolder of(Path path, String fingerprint) {
    return new TrainerFolder(Optional.of(path), fingerprint, MINUTE, 0, 50);
  }

  /**
   * In the run's work folder, if it has one: then a rerun of the same command goes on.
   *
   * @param name of what is trained; several trainings of one run have several names
   * @param fingerprint as above, with the model's parameters: with others, training begins anew
   */
  public static TrainerFolder within(RunContext context, String name, String fingerprint) {
    String folder = name + "-" + Sha256.hex(fingerprint).substring(0, 12);
    return context
        .workFolder()
        .map(work -> of(work.resolve(folder), fingerprint))
        .orElseGet(TrainerFolder::none);
  }

  /** The same with other times between checkpoints. */
  public TrainerFolder checkpointedEvery(Duration newInterval, long steps) {
    return new TrainerFolder(path, fingerprint, newInterval, steps, metricsSteps);
  }

  /** The same with another number of steps between lines of metrics. */
  public TrainerFolder loggedEvery(int steps) {
    return new TrainerFolder(path, fingerprint, interval, everySteps, steps);
  }

  Optional<Path> file(String name) {
    return path.map(folder -> folder.resolve(name));
  }
}
