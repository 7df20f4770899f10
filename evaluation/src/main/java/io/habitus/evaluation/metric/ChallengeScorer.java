package io.habitus.evaluation.metric;

import io.habitus.core.target.Task;
import io.habitus.evaluation.Predictions;
import io.habitus.evaluation.Scorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Scores every kind of task: binary by AUROC, multi-label by 0.8 · macro AUROC + 0.1 · novelty +
 * 0.1 · diversity, numeric by rank correlation. Single-threaded; linear in clients × labels.
 */
public final class ChallengeScorer implements Scorer {
  @Override
  public double score(Task task, Predictions predictions) {
    return measure(task, predictions).score();
  }

  /**
   * All measures of {@code predictions} against {@code task.validation()}.
   *
   * @throws IllegalArgumentException if a prediction is NaN
   */
  public TaskScore measure(Task task, Predictions predictions) {
    requireNumbers(task, predictions);
    return switch (task.kind()) {
      case BINARY -> {
        Truth truth = Truth.of(task.validation(), predictions.clientIds());
        yield new TaskScore.Binary(labelAurocs(predictions, truth)[0]);
      }
      case MULTI_LABEL -> {
        Truth truth = Truth.of(task.validation(), predictions.clientIds());
        yield multiLabel(predictions, truth, task.popularity());
      }
      case NUMERIC ->
          NumericMeasures.of(predictions.logits(), predictions.truth(task.validation()));
    };
  }

  private static void requireNumbers(Task task, Predictions predictions) {
    for (float logit : predictions.logits()) {
      if (Float.isNaN(logit)) {
        throw new IllegalArgumentException(
            "task " + task.name() + ": expected numbers, found a prediction that is NaN");
      }
    }
  }

  /** The measures of a multi-label task. */
  public static TaskScore.MultiLabel multiLabel(
      Predictions predictions, Truth truth, double[] popularity) {
    double[] aurocs = labelAurocs(predictions, truth);
    double meanPopularity = mean(new Popularity(popularity).ofAll(predictions));
    List<Double> boxed = new ArrayList<>(aurocs.length);
    Arrays.stream(aurocs).forEach(boxed::add);
    return new TaskScore.MultiLabel(
        mean(aurocs),
        Popularity.novelty(meanPopularity),
        mean(Diversity.ofAll(predictions)),
        boxed);
  }

  /** AUROC of each label, 0 for one with a single class. */
  public static double[] labelAurocs(Predictions predictions, Truth truth) {
    double[] aurocs = new double[predictions.labels()];
    boolean[] positives = new boolean[predictions.clients()];
    new LabelColumns(predictions)
        .visit((label, probabilities) -> {
          if (truth.hasBothClasses(label)) {
            truth.fill(label, positives);
            aurocs[label] = Auroc.of(probabilities, positives);
          }
        });
    return aurocs;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }
}
