package io.habitus.evaluation.metric;

import java.util.Arrays;

/** Measures of predicted numbers, each over clients. */
public final class NumericMeasures {
  private NumericMeasures() {}

  /** All measures of predictions against the truth. */
  public static TaskScore.Numeric of(float[] predicted, float[] truth) {
    Ranking byPrediction = Ranking.of(predicted);
    byte[] once = new byte[truth.length];
    Arrays.fill(once, (byte) 1);
    return new TaskScore.Numeric(
        spearman(byPrediction, Ranking.of(truth), once),
        r2(predicted, truth),
        Math.sqrt(squaredError(predicted, truth) / truth.length),
        gini(byPrediction, truth),
        topDecileLift(byPrediction, truth));
  }

  /**
   * Spearman's rank correlation (mid-ranks for ties) of the sample in which client {@code row}
   * occurs {@code weights[row]} times; 0 where either side is constant.
   */
  public static double spearman(Ranking first, Ranking second, byte[] weights) {
    double[] a = midRanks(first, weights);
    double[] b = midRanks(second, weights);
    double total = 0;
    for (byte weight : weights) {
      total += weight;
    }
    double mean = (total + 1) / 2;
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < weights.length; i++) {
      ab += weights[i] * (a[i] - mean) * (b[i] - mean);
      aa += weights[i] * (a[i] - mean) * (a[i] - mean);
      bb += weights[i] * (b[i] - mean) * (b[i] - mean);
    }
    return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
  }

  private static double[] midRanks(Ranking ranking, byte[] weights) {
    double[] ranks = new double[weights.length];
    long before = 0;
    for (int from = 0; from < weights.length; ) {
      int to = from;
      long tied = weights[ranking.row(to)];
      while (!ranking.endsTie(to)) {
        tied += weights[ranking.row(++to)];
      }
      for (; from <= to; from++) {
        ranks[ranking.row(from)] = before + (tied + 1) / 2.0;
      }
      before += tied;
    }
    return ranks;
  }

  /** 1 − squared error / squared distance from the mean; 0 where the truth is constant. */
  static double r2(float[] predicted, float[] truth) {
    double mean = mean(truth);
    double spread = 0;
    for (float value : truth) {
      spread += (value - mean) * (value - mean);
    }
    return spread > 0 ? 1 - squaredError(predicted, truth) / spread : 0;
  }

  private static double squaredError(float[] predicted, float[] truth) {
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      double error = (double) predicted[i] - truth[i];
      sum += error * error;
    }
    return sum;
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double gini(Ranking byPrediction, float[] truth) {
    for (float value : truth) {
      if (value < 0) {
        return Double.NaN;
      }
    }
    double best = concentration(Ranking.of(truth), truth);
    return best > 0 ? concentration(byPrediction, truth) / best : 0;
  }

  /** Σ mid-position · value, centred: the numerator of the Gini coefficient. */
  private static double concentration(Ranking order, float[] truth) {
    byte[] once = new byte[truth.length];
    Arrays.fill(once, (byte) 1);
    double[] ranks = midRanks(order, once);
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      sum += (ranks[i] - (truth.length + 1) / 2.0) * truth[i];
    }
    return sum;
  }

  /** Clients tied at the boundary of the highest tenth count in part. */
  private static double topDecileLift(Ranking byPrediction, float[] truth) {
    int n = truth.length;
    double mean = mean(truth);
    double wanted = n / 10.0;
    double taken = 0;
    double sum = 0;
    for (int to = n - 1; to >= 0 && taken < wanted; ) {
      int from = to;
      double group = truth[byPrediction.row(to)];
      while (from > 0 && !byPrediction.endsTie(from - 1)) {
        group += truth[byPrediction.row(--from)];
      }
      int size = to - from + 1;
      double part = Math.min(1, (wanted - taken) / size);
      sum += part * group;
      taken += part * size;
      to = from - 1;
    }
    return mean > 0 ? sum / wanted / mean : Double.NaN;
  }
}
