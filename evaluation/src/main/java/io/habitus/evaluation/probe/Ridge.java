package io.habitus.evaluation.probe;

import io.habitus.core.run.RunContext;
import io.habitus.core.run.Workers;
import java.util.Arrays;

/**
 * Ridge regression of all labels at once: one Gram matrix, one Cholesky factor.
 *
 * @param weights (labels)(width), of standardised columns
 * @param intercepts (labels), not penalised
 */
@SuppressWarnings("ArrayRecordComponent")
record Ridge(double[][] weights, double[] intercepts) {

  /**
   * Minimises Σ (y − x·w − b)² + ridge · |w|².
   *
   * @param gram of the clients that are fitted
   * @param moments of the same clients
   */
  static Ridge fit(Gram gram, Moments moments, double ridge, RunContext context) {
    return fit(gram, moments, Cholesky.of(gram.centred(ridge), context), context);
  }

  /** With a factor that is there already. */
  static Ridge fit(Gram gram, Moments moments, Cholesky factor, RunContext context) {
    int labels = moments.sums().length;
    double clients = Math.max(1, gram.clients());
    double[][] weights = new double[labels][];
    double[] intercepts = new double[labels];
    for (int label = 0; label < labels; label++) {
      weights[label] = moments.products()[label].clone();
      double mean = moments.sums()[label] / clients;
      Rows.add(weights[label], -mean, gram.sums(), 0, gram.sums().length);
    }
    factor.solve(weights, context);
    for (int label = 0; label < labels; label++) {
      double shift = Rows.dot(weights[label], gram.sums(), 0);
      intercepts[label] = (moments.sums()[label] - shift) / clients;
    }
    return new Ridge(weights, intercepts);
  }

  /**
   * Squared error about clients that were left out, from their products alone: no prediction is
   * made. Each label's is divided by what its mean would leave, so that all labels count alike; the
   * mean over labels that vary.
   */
  double errorShare(Gram left, Moments moments, double[] variances, RunContext context) {
    double[] shares = new double[intercepts.length];
    Workers.forEach(
        shares.length,
        context,
        "cross-validating",
        label -> {
          double meanError = squaredError(left, moments, label) / left.clients();
          shares[label] = variances[label] > 0 ? meanError / variances[label] : Double.NaN;
        });
    return Arrays.stream(shares).filter(share -> !Double.isNaN(share)).average().orElse(0);
  }

  private double squaredError(Gram left, Moments moments, int label) {
    double[] w = weights[label];
    double b = intercepts[label];
    double wy = Rows.dot(w, moments.products()[label], 0);
    double wx = Rows.dot(w, left.sums(), 0);
    return moments.squares()[label]
        - 2 * (wy + b * moments.sums()[label])
        + left.quadratic(w)
        + 2 * b * wx
        + left.clients() * b * b;
  }
}
