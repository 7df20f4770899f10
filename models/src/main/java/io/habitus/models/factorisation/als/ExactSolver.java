package io.habitus.models.factorisation.als;

import io.habitus.models.factorisation.FactorRows;
import java.util.Arrays;

/**
 * The exact minimum of a client's part of the loss, items held (Hu, Koren, Volinsky 2008, equation
 * 4), in double precision by Cholesky's factorisation. For one thread.
 */
final class ExactSolver {
  private final FactorRows items;
  private final float[] gram;
  private final int size;
  private final double[][] a;
  private final double[] b;

  /**
   * Of fitted items.
   *
   * @param gram YᵀY + λI, (width, width)
   */
  ExactSolver(FactorRows items, float[] gram) {
    this.items = items;
    this.gram = gram;
    size = items.columns();
    a = new double[size][size];
    b = new double[size];
  }

  /**
   * Solves for a client.
   *
   * @param cells items, {@code count} of them
   * @param values of the cells
   * @param x receives the factors
   */
  void solve(int[] cells, float[] values, int count, float[] x) {
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        a[i][j] = gram[i * items.width() + j];
      }
    }
    Arrays.fill(b, 0);
    for (int cell = 0; cell < count; cell++) {
      if (values[cell] != 0) {
        add(cells[cell], values[cell]);
      }
    }
    factorise();
    substitute();
    for (int i = 0; i < size; i++) {
      x[i] = (float) b[i];
    }
  }

  private void add(int item, float value) {
    float[] y = items.array(item);
    int at = items.at(item);
    double more = Math.abs(value) - 1;
    for (int i = 0; i < size; i++) {
      b[i] += Math.max(value, 0) * (double) y[at + i];
      double factor = more * y[at + i];
      double[] row = a[i];
      for (int j = 0; more != 0 && j <= i; j++) {
        row[j] += factor * y[at + j];
      }
    }
  }

  /** a = L·Lᵀ in the lower triangle. */
  private void factorise() {
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        a[i][j] = (a[i][j] - dot(a[i], a[j], j)) / a[j][j];
      }
      a[i][i] = Math.sqrt(a[i][i] - dot(a[i], a[i], i));
    }
  }

  /** L·z = b, then Lᵀ·x = z, in place. */
  private void substitute() {
    for (int i = 0; i < size; i++) {
      b[i] = (b[i] - dot(a[i], b, i)) / a[i][i];
    }
    for (int i = size - 1; i >= 0; i--) {
      b[i] /= a[i][i];
      for (int j = 0; j < i; j++) {
        b[j] -= a[i][j] * b[i];
      }
    }
  }

  /** Four running sums: the processor need not wait for each addition. */
  private static double dot(double[] left, double[] right, int count) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      s0 += left[i] * right[i];
      s1 += left[i + 1] * right[i + 1];
      s2 += left[i + 2] * right[i + 2];
      s3 += left[i + 3] * right[i + 3];
    }
    for (; i < count; i++) {
      s0 += left[i] * right[i];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
