package io.habitus.evaluation.predictor;

import io.habitus.core.profile.Profiles;
import io.habitus.core.run.Progress;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.Task;
import io.habitus.engine.NativeRuntime;
import io.habitus.engine.Precision;
import io.habitus.evaluation.Predictions;
import io.habitus.evaluation.Probe;
import io.habitus.evaluation.ProbeResult;
import io.habitus.evaluation.Scorer;
import io.habitus.evaluation.metric.ChallengeScorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The challenge's measuring stick: the organisers' network, trained anew for every task from their
 * own initial weights, scored after each epoch; the best epoch counts. Same bits for any number of
 * threads, since a task runs in one.
 */
public final class NeuralPredictor implements Probe {
  /** The probe that is reported. */
  public static final String NAME = "predictor";

  /** The same with products of bfloat16. */
  public static final String NAME_BF16 = "predictor-bf16";

  private final PredictorSettings settings;
  private final Scorer scorer;

  /** The challenge's settings and score. */
  public NeuralPredictor() {
    this(PredictorSettings.challenge(), new ChallengeScorer());
  }

  /** The challenge's with products of bfloat16. */
  public static NeuralPredictor bfloat16() {
    return new NeuralPredictor(
        PredictorSettings.challenge().withPrecision(Precision.BF16), new ChallengeScorer());
  }

  /** Other settings. */
  public NeuralPredictor(PredictorSettings settings, Scorer scorer) {
    this.settings = settings;
    this.scorer = scorer;
  }

  @Override
  public String name() {
    return settings.precision() == Precision.FP32 ? NAME : NAME_BF16;
  }

  /** The number type, library and instructions that make the numbers, for reports. */
  public String description() {
    String type =
        switch (settings.precision()) {
          case FP32 -> "fp32";
          case BF16 ->
              NativeRuntime.get().hasBfloat16() ? "bf16" : "bf16's roundings around fp32 products";
        };
    return type + ", " + NativeRuntime.get().description();
  }

  /** Weights and two moments, the activations of the largest batches, and two sets of logits. */
  @Override
  public long memoryBytes(Profiles profiles, Task task) {
    // Rounded weights come on top, where the CPU lacks bf16 widened again beside them.
    int copies = settings.precision() == Precision.FP32 ? 0 : 6;
    long weights = (12 + copies) * settings.weights(profiles.width(), task.width());
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
        Objects.requireNonNull(bestPredictions),
        training.network().steps(),
        trainNanos / 1e9,
        scoreNanos / 1e9);
  }

  /** Four decimals, as the organisers round. */
  private static double rounded(double score) {
    return Math.round(score * 1e4) / 1e4;
  }
}
