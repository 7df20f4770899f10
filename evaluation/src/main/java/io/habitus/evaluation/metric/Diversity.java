package io.habitus.evaluation.metric;

import io.habitus.evaluation.Predictions;

/**
 * How evenly predictions spread over the labels: the entropy of sigmoid(logits), normalised to sum
 * 1 per client, as a share of the largest possible, log2(labels); the mean over clients. 1e-9 is
 * added inside the logarithm, as the organisers do.
 */
public final class Diversity {
  private static final double INSIDE_LOG = 1e-9;

  private Diversity() {}

  /** One client's diversity; 0 where there is one label, which leaves nothing to spread over. */
  public static double of(Predictions predictions, int row) {
    int labels = predictions.labels();
    if (labels < 2) {
      return 0;
    }
    float[] logits = predictions.logits();
    int base = row * labels;
    double sum = 0;
    for (int label = 0; label < labels; label++) {
      sum += Probabilities.sigmoid(logits[base + label]);
    }
    double entropy = 0;
    for (int label = 0; label < labels && sum > 0; label++) {
      double p = Probabilities.sigmoid(logits[base + label]) / sum;
      entropy -= p * Math.log(p + INSIDE_LOG);
    }
    return entropy / Math.log(labels);
  }

  /** Diversity of every client, (clients). */
  public static double[] ofAll(Predictions predictions) {
    double[] all = new double[predictions.clients()];
    for (int row = 0; row < all.length; row++) {
      all[row] = of(predictions, row);
    }
    return all;
  }
}
