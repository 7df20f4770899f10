package io.habitus.evaluation.interval;

import io.habitus.core.run.RunContext;
import io.habitus.core.run.Workers;
import io.habitus.core.target.Task;
import io.habitus.evaluation.Predictions;
import io.habitus.evaluation.metric.NumericMeasures;
import io.habitus.evaluation.metric.Ranking;

/**
 * A task's score on resamples of its clients. Scores are sorted once; a resample only changes the
 * clients' weights, so it costs one pass per label. Same bits for any number of threads.
 *
 * <p>In a resample, a label that has lost all its positives (or negatives) is left out of the mean;
 * one that had a single class to begin with counts as 0, as in the score itself. Were lost labels
 * counted as 0 too, intervals of tasks with rare labels would lie below their score.
 *
 * <p>The interval covers the choice of clients. It does not cover the randomness of training: for
 * that, repeat with other seeds.
 */
public final class Bootstrap {
  /** Bytes of weights that are held at a time. */
  private static final long WEIGHT_BYTES = 64L << 20;

  private Bootstrap() {}

  /** The task's score, unrounded, on each resample. */
  public static double[] scores(
      Task task, Predictions predictions, BootstrapOptions options, RunContext context) {
    return scores(task, predictions, predictions.clientIds(), options, context);
  }

  /**
   * The same on resamples of more clients than the task is about, such as all for churn, which is
   * about the active ones: then several tasks meet the same draws and their scores can be added.
   *
   * @param population ids of the clients that are drawn; the predictions are about some of them
   */
  public static double[] scores(
      Task task,
      Predictions predictions,
      long[] population,
      BootstrapOptions options,
      RunContext context) {
    Resamples resamples = new Resamples(options.seed(), population, predictions.clientIds());
    Resampled score =
        switch (task.kind()) {
          case BINARY -> ResampledLabels.binary(task, predictions);
          case MULTI_LABEL -> ResampledLabels.multiLabel(task, predictions);
          case NUMERIC -> spearman(task, predictions);
        };
    double[] scores = new double[options.resamples()];
    int atATime = (int) Math.max(1, WEIGHT_BYTES / Math.max(1, predictions.clients()));
    for (int first = 0; first < scores.length; first += atATime) {
      int start = first;
      byte[][] weights = new byte[Math.min(atATime, scores.length - first)][];
      Workers.forEach(
          weights.length, context, "resampling", r -> weights[r] = resamples.draw(start + r));
      System.arraycopy(score.of(weights, context), 0, scores, first, weights.length);
    }
    return scores;
  }

  /** A score as a function of weights. */
  interface Resampled {
    /** One score per resample of {@code weights} (resamples)(clients). */
    double[] of(byte[][] weights, RunContext context);
  }

  private static Resampled spearman(Task task, Predictions predictions) {
    Ranking predicted = Ranking.of(predictions.logits());
    Ranking truth = Ranking.of(predictions.truth(task.validation()));
    return (weights, context) -> {
      double[] scores = new double[weights.length];
      Workers.forEach(
          scores.length,
          context,
          "resampling rank correlation",
          r -> scores[r] = NumericMeasures.spearman(predicted, truth, weights[r]));
      return scores;
    };
  }
}
