package io.habitus.evaluation.predictor;

import io.habitus.core.profile.Profiles;
import io.habitus.core.run.Progress;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.Task;
import io.habitus.engine.NativeRuntime;
import io.habitus.evaluation.Predictions;
import io.habitus.evaluation.Probe;
import io.habitus.evaluation.ProbeResult;
import io.habitus.evaluation.Scorer;
import io.habitus.evaluation.metric.ChallengeScorer;
import java.util.ArrayList;
import java.util.List;

/**
 * The challenge's measuring stick: the organisers' network, trained anew for every task from their
 * own initial weights, scored after each epoch; the best epoch counts. Same bits for any number of
 * threads, since a task runs in one.
 */
public final class NeuralPredictor implements Probe {
  private final PredictorSettings settings;
  private final Scorer scorer;

  /** The challenge's settings and score. */
  public NeuralPredictor() {
    this(PredictorSettings.challenge(), new ChallengeScorer());
  }

  /**
   * Other settings.
   *
   * @throws io.habitus.core.problem.UsageException if this CPU lacks the settings' precision
   */
  public NeuralPredictor(PredictorSettings settings, Scorer scorer) {
    settings.precision().requireHardware();
    this.settings = settings;
    this.scorer = scorer;
  }

  @Override
  public String name() {
    return "predictor";
  }

  /** The number type, library and instructions that make the numbers, for reports. */
  public String description() {
    return settings.precision().name().toLowerCase(java.util.Locale.ROOT)
        + ", "
        + NativeRuntime.get().description();
  }

  /** Weights and two moments, the activations of the largest batches, and two sets of logits. */
  @Override
  public long memoryBytes(Profiles profiles, Task task) {
    long weights = 12 * settings.weights(profiles.width(), task.width());
    long rows = Math.min(profiles.size(), Math.max(settings.batch(), 1024));
    long activations = 4 * rows * (2L * settings.width() + settings.expansion() + profiles.width());
    long training =
        4L
            * settings.batch()
            * (settings.blocks() + 1)
            * 2
            * (settings.width() + settings.expansion());
    long predictions = 2L * 4 * profiles.size() * task.width();
    return weights + activations + training + predictions + (64L << 20);
  }

  @Override
  public ProbeResult run(Profiles profiles, Task task, RunContext context) {
    try (var training = new PredictorTraining(profiles, task, settings, context);
        Progress.Step progress =
            context
                .progress()
                .start(
                    "predictor: " + task.name(),
                    (long) settings.epochs() * training.clients(),
                    "clients")) {
      return run(training, task, progress);
    }
  }

  private ProbeResult run(PredictorTraining training, Task task, Progress.Step progress) {
    List<ProbeResult.Epoch> epochs = new ArrayList<>();
    int best = 0;
    Predictions bestPredictions = null;
    long trainNanos = 0;
    long scoreNanos = 0;
    for (int number = 1; number <= settings.epochs(); number++) {
      long started = System.nanoTime();
      double loss = training.epoch(progress);
      long trained = System.nanoTime();
      Predictions predictions = training.predict();
      double score = rounded(scorer.score(task, predictions));
      trainNanos += trained - started;
      scoreNanos += System.nanoTime() - trained;
      epochs.add(new ProbeResult.Epoch(number, loss, score));
      if (bestPredictions == null || score > epochs.get(best).score()) {
        best = number - 1;
        bestPredictions = predictions;
      }
    }
    return new ProbeResult(
        task.name(),
        name(),
        epochs,
        best,
        java.util.Objects.requireNonNull(bestPredictions),
        training.network().steps(),
        trainNanos / 1e9,
        scoreNanos / 1e9);
  }

  /** Four decimals, as the organisers round. */
  private static double rounded(double score) {
    return Math.round(score * 1e4) / 1e4;
  }
}
