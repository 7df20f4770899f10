package io.habitus.evaluation.probe;

import io.habitus.core.run.RunContext;
import java.util.Arrays;

/** Squared error about clients that were left out, from their products: no prediction is made. */
final class LeftOutError implements AutoCloseable {
  private final Gram gram;
  private final Moments moments;
  private final SquareMatrix matrix;

  /**
   * About some clients.
   *
   * @param gram of the clients that were left out
   * @param moments of the same clients
   */
  LeftOutError(Gram gram, Moments moments) {
    this.gram = gram;
    this.moments = moments;
    matrix = new SquareMatrix(gram.matrix(), gram.width());
  }

  /**
   * Each label's mean squared error is divided by what its mean would leave, so that all labels
   * count alike; the mean over labels that vary.
   */
  double share(Ridge ridge, double[] variances, RunContext context) {
    double[] errors = squaredErrors(ridge, context);
    double[] shares = new double[errors.length];
    for (int label = 0; label < errors.length; label++) {
      double meanError = errors[label] / gram.clients();
      shares[label] = variances[label] > 0 ? meanError / variances[label] : Double.NaN;
    }
    return Arrays.stream(shares).filter(share -> !Double.isNaN(share)).average().orElse(0);
  }

  /** Σ (y − x·w − b)² of each label. */
  private double[] squaredErrors(Ridge ridge, RunContext context) {
    int labels = ridge.labels();
    double[] w = ridge.weights();
    double[] gw = matrix.times(w, labels, context);
    double[] errors = moments.squares().clone();
    for (int label = 0; label < labels; label++) {
      double b = ridge.intercepts()[label];
      errors[label] += b * (gram.clients() * b - 2 * moments.sums()[label]);
    }
    for (int c = 0; c < gram.width(); c++) {
      for (int label = 0; label < labels; label++) {
        int i = c * labels + label;
        double shifted = gw[i] + 2 * ridge.intercepts()[label] * gram.sums()[c];
        errors[label] += w[i] * (shifted - 2 * moments.products()[label][c]);
      }
    }
    return errors;
  }

  @Override
  public void close() {
    matrix.close();
  }
}
