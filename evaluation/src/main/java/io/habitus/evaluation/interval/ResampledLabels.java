package io.habitus.evaluation.interval;

import io.habitus.core.run.RunContext;
import io.habitus.core.run.Workers;
import io.habitus.core.target.Task;
import io.habitus.evaluation.Predictions;
import io.habitus.evaluation.metric.Diversity;
import io.habitus.evaluation.metric.LabelColumns;
import io.habitus.evaluation.metric.Popularity;
import io.habitus.evaluation.metric.Ranking;
import io.habitus.evaluation.metric.TaskScore;
import io.habitus.evaluation.metric.Truth;
import java.util.Arrays;

/** Scores of bits under weights. */
final class ResampledLabels {
  private final LabelColumns columns;
  private final Truth truth;

  private ResampledLabels(Task task, Predictions predictions) {
    columns = new LabelColumns(predictions);
    truth = Truth.of(task.validation(), predictions.clientIds());
  }

  static Bootstrap.Resampled binary(Task task, Predictions predictions) {
    return new ResampledLabels(task, predictions)::auroc;
  }

  static Bootstrap.Resampled multiLabel(Task task, Predictions predictions) {
    ResampledLabels labels = new ResampledLabels(task, predictions);
    double[] popularity = new Popularity(task.popularity()).ofAll(predictions);
    double[] diversity = Diversity.ofAll(predictions);
    return (weights, context) -> {
      double[] scores = labels.auroc(weights, context);
      for (int r = 0; r < scores.length; r++) {
        double novelty = Popularity.novelty(mean(popularity, weights[r]));
        double meanDiversity = mean(diversity, weights[r]);
        scores[r] = TaskScore.MultiLabel.combine(scores[r], novelty, meanDiversity);
      }
      return scores;
    };
  }

  private static double mean(double[] values, byte[] weights) {
    double sum = 0;
    long total = 0;
    for (int i = 0; i < values.length; i++) {
      sum += weights[i] * values[i];
      total += weights[i];
    }
    return sum / total;
  }

  /** Mean AUROC over labels, for each resample. */
  private double[] auroc(byte[][] weights, RunContext context) {
    double[][] byLabel = new double[truth.labels()][];
    Workers.forEach(
        columns.groups(),
        context,
        "resampling AUROC",
        group -> {
          boolean[] positives = new boolean[truth.clients()];
          columns.visitGroup(
              group,
              (label, probabilities) -> {
                context.checkStopped("resampling AUROC");
                if (truth.hasBothClasses(label)) {
                  truth.fill(label, positives);
                  byLabel[label] = auroc(Ranking.of(probabilities), positives, weights);
                }
              });
        });
    return means(byLabel, weights.length);
  }

  private static double[] auroc(Ranking ranking, boolean[] positives, byte[][] weights) {
    boolean[] arranged = ranking.arrange(positives);
    return Arrays.stream(weights).mapToDouble(w -> ranking.auroc(arranged, w)).toArray();
  }

  /** Over the labels that have both classes; those without any in the sample count as 0. */
  private static double[] means(double[][] byLabel, int resamples) {
    double[] means = new double[resamples];
    for (int r = 0; r < resamples; r++) {
      double sum = 0;
      int kept = 0;
      int scored = 0;
      for (double[] label : byLabel) {
        if (label != null) {
          scored++;
          if (!Double.isNaN(label[r])) {
            sum += label[r];
            kept++;
          }
        }
      }
      means[r] = kept == 0 ? 0 : sum / kept * scored / byLabel.length;
    }
    return means;
  }
}
