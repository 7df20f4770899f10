package io.habitus.evaluation.probe;

import io.habitus.engine.Operations;
import io.habitus.engine.Tensor;
import io.habitus.engine.TensorOwner;

/**
 * The eigendecomposition of XᵀX, of centred columns: with it ridge regression of any labels at any
 * strength is two products with the eigenvectors (Hastie et al. 2009, equation 3.47), so one
 * decomposition serves all tasks about the same clients.
 *
 * @param clients how many
 * @param sums of each column, before centring
 * @param values (width), ascending, at least 0
 * @param vectors (width × width) row-major, an eigenvector per row
 */
@SuppressWarnings("ArrayRecordComponent")
record Spectrum(int clients, double[] sums, double[] values, double[] vectors) {

  static Spectrum of(Gram gram) {
    int width = gram.width();
    try (TensorOwner owner = new TensorOwner()) {
      Tensor matrix = owner.doubles(width, width);
      matrix.set(gram.centred());
      Tensor values = owner.doubles(width);
      Tensor vectors = owner.doubles(width, width);
      Operations.eigen(values, vectors, matrix);
      double[] ascending = values.toDoubles();
      for (int i = 0; i < width; i++) {
        ascending[i] = Math.max(0, ascending[i]); // the products' fp32 rounding
      }
      return new Spectrum(gram.clients(), gram.sums(), ascending, vectors.toDoubles());
    }
  }

  int width() {
    return sums.length;
  }

  /** (XᵀX + strength · I)⁻¹ · side, in place. */
  void solve(double[] side, double strength) {
    int width = width();
    double[] solution = new double[width];
    for (int i = 0; i < width; i++) {
      int row = i * width;
      double projected = 0;
      for (int j = 0; j < width; j++) {
        projected += vectors[row + j] * side[j];
      }
      double factor = projected / (values[i] + strength);
      for (int j = 0; j < width; j++) {
        solution[j] += factor * vectors[row + j];
      }
    }
    System.arraycopy(solution, 0, side, 0, width);
  }
}
