package io.habitus.evaluation.metric;

import io.habitus.evaluation.Predictions;
import java.util.Arrays;

/**
 * Novelty: how little the highest-scored labels are the popular ones. Popularity is divided by the
 * sum of its k largest entries, k = min(10, labels); a client's popularity is the sum over its k
 * highest-scored labels of sigmoid(logit) · popularity; novelty = (1 − mean)^100.
 */
public final class Popularity {
  private static final int TOP = 10;
  private static final int POWER = 100;

  private final double[] normalised;
  private final int top;

  /** Popularity of each label, not negative. */
  public Popularity(double[] popularity) {
    top = Math.min(TOP, popularity.length);
    double[] sorted = Arrays.stream(popularity).sorted().toArray();
    double largest = 0;
    for (int i = 0; i < top; i++) {
      largest += sorted[sorted.length - 1 - i];
    }
    normalised = new double[popularity.length];
    for (int i = 0; i < normalised.length; i++) {
      normalised[i] = largest > 0 ? popularity[i] / largest : 0;
    }
  }

  /** Popularity of every client, (clients). */
  public double[] ofAll(Predictions predictions) {
    double[] all = new double[predictions.clients()];
    TopLabels best = new TopLabels(normalised.length);
    for (int row = 0; row < all.length; row++) {
      int base = row * normalised.length;
      best.select(predictions.logits(), base, top);
      for (int place = 0; place < top; place++) {
        int label = best.label(place);
        all[row] += Probabilities.sigmoid(predictions.logits()[base + label]) * normalised[label];
      }
    }
    return all;
  }

  /** Novelty, from the mean of the clients' popularity. */
  public static double novelty(double meanPopularity) {
    return Math.pow(1 - meanPopularity, POWER);
  }
}
