package io.habitus.evaluation.probe;

/**
 * Turns a label's ridge predictions into log-odds (Platt 1999): logit = slope · standardised
 * prediction + offset. The slope has a standard normal prior and is kept positive, so that the
 * order of clients stays; Platt's softened targets keep rare labels finite.
 *
 * @param mean of the predictions
 * @param scale 1 / their standard deviation, 0 where they are constant
 * @param slope above 0
 * @param offset log-odds at the mean
 */
record Calibration(double mean, double scale, double slope, double offset) {
  private static final double SMALLEST_SLOPE = 0.01;

  /**
   * Fits to predictions of clients that were left out.
   *
   * @param predictions (clients)
   * @param positives (clients)
   */
  static Calibration fit(float[] predictions, boolean[] positives) {
    int n = predictions.length;
    double mean = 0;
    for (float value : predictions) {
      mean += value / n;
    }
    double variance = 0;
    int count = 0;
    for (int i = 0; i < n; i++) {
      variance += (predictions[i] - mean) * (predictions[i] - mean) / n;
      count += positives[i] ? 1 : 0;
    }
    double scale = variance > 1e-24 ? 1 / Math.sqrt(variance) : 0;
    double high = (count + 1.0) / (count + 2.0);
    double low = 1.0 / (n - count + 2.0);
    double rate = (count * high + (n - count) * low) / n;
    double[] line = {0, Math.log(rate / (1 - rate))};
    for (int step = 0; step < 30; step++) {
      if (newton(predictions, positives, mean, scale, high, low, line) < 1e-9) {
        break;
      }
    }
    return new Calibration(mean, scale, Math.max(SMALLEST_SLOPE, line[0]), line[1]);
  }

  /** One Newton step on (slope, offset), at most one unit long; returns its length. */
  private static double newton(
      float[] predictions,
      boolean[] positives,
      double mean,
      double scale,
      double high,
      double low,
      double[] line) {
    double[] sums = {line[0], 0, 1, 0, 1e-9}; // gradient and curvature; the prior is in
    for (int i = 0; i < predictions.length; i++) {
      double x = (predictions[i] - mean) * scale;
      double p = 1 / (1 + Math.exp(-(line[0] * x + line[1])));
      double residual = p - (positives[i] ? high : low);
      double weight = p * (1 - p);
      sums[0] += residual * x;
      sums[1] += residual;
      sums[2] += weight * x * x;
      sums[3] += weight * x;
      sums[4] += weight;
    }
    double determinant = sums[2] * sums[4] - sums[3] * sums[3];
    double slope = (sums[4] * sums[0] - sums[3] * sums[1]) / determinant;
    double offset = (sums[2] * sums[1] - sums[3] * sums[0]) / determinant;
    double length = Math.hypot(slope, offset);
    double shorten = Math.min(1, 1 / length);
    line[0] -= slope * shorten;
    line[1] -= offset * shorten;
    return length;
  }

  float logit(float prediction) {
    return (float) (slope * ((prediction - mean) * scale) + offset);
  }

  /** Applies one calibration per label to predictions (clients × labels), in place. */
  static void apply(Calibration[] labels, float[] predictions) {
    for (int i = 0; i < predictions.length; i++) {
      predictions[i] = labels[i % labels.length].logit(predictions[i]);
    }
  }
}
