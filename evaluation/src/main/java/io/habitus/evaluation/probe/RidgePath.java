package io.habitus.evaluation.probe;

import io.habitus.core.run.RunContext;

/** The ridge regressions of one task's labels on the same clients, for any strength. */
final class RidgePath implements AutoCloseable {
  private final Spectrum spectrum;
  private final Moments moments;
  private final RunContext context;
  private final SquareMatrix vectors;
  private final int labels;
  private final double[] projected; // (width × labels): Xᵀy in the basis of the eigenvectors

  /**
   * A path.
   *
   * @param spectrum of the clients that are fitted
   * @param moments of the same clients
   */
  RidgePath(Spectrum spectrum, Moments moments, RunContext context) {
    this.spectrum = spectrum;
    this.moments = moments;
    this.context = context;
    labels = moments.labels();
    vectors = new SquareMatrix(spectrum.vectors(), spectrum.width());
    projected = vectors.times(centredProducts(), labels, context);
  }

  private double[] centredProducts() {
    int width = spectrum.width();
    double[] products = new double[Math.multiplyExact(width, labels)];
    for (int label = 0; label < labels; label++) {
      double mean = moments.sums()[label] / Math.max(1, spectrum.clients());
      for (int c = 0; c < width; c++) {
        products[c * labels + label] = moments.products()[label][c] - mean * spectrum.sums()[c];
      }
    }
    return products;
  }

  Ridge at(double strength) {
    double[] shrunk = projected.clone();
    for (int c = 0; c < spectrum.width(); c++) {
      double factor = 1 / (spectrum.values()[c] + strength);
      for (int i = c * labels; i < (c + 1) * labels; i++) {
        shrunk[i] *= factor;
      }
    }
    double[] weights = vectors.transposedTimes(shrunk, labels, context);
    double[] shifts = new double[labels];
    for (int c = 0; c < spectrum.width(); c++) {
      for (int label = 0; label < labels; label++) {
        shifts[label] += spectrum.sums()[c] * weights[c * labels + label];
      }
    }
    double[] intercepts = new double[labels];
    for (int label = 0; label < labels; label++) {
      intercepts[label] = (moments.sums()[label] - shifts[label]) / Math.max(1, spectrum.clients());
    }
    return new Ridge(weights, intercepts);
  }

  int clients() {
    return spectrum.clients();
  }

  @Override
  public void close() {
    vectors.close();
  }
}
