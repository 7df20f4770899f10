package io.habitus.evaluation.probe;

import io.habitus.core.run.RunContext;
import io.habitus.core.run.Workers;

/**
 * A = UᵀU of a symmetric positive definite matrix, and the solution of A·w = b for many right
 * sides. Every element is computed in the same order whatever the number of threads.
 */
final class Cholesky {
  private static final int PANEL = 32; // a multiple of eight
  private static final int ROWS_PER_PIECE = 32;
  private static final int SIDES_PER_PIECE = 4;

  private final double[][] upper;

  private Cholesky(double[][] upper) {
    this.upper = upper;
  }

  /** Factors the upper triangle, in place. */
  static Cholesky of(double[][] upper, RunContext context) {
    Cholesky factor = new Cholesky(upper);
    int size = upper.length;
    for (int from = 0; from < size; from += PANEL) {
      int to = Math.min(size, from + PANEL);
      factor.factorPanel(from, to);
      if (to < size) {
        int first = from;
        Workers.forEach(
            Math.ceilDiv(size - to, ROWS_PER_PIECE),
            context,
            "factoring",
            p -> {
              int start = to + p * ROWS_PER_PIECE;
              for (int i = start; i < Math.min(size, start + ROWS_PER_PIECE); i++) {
                for (int k = first; k < to; k += 8) {
                  Rows.subtractEight(upper[i], upper, k, i, i, size);
                }
              }
            });
      }
    }
    return factor;
  }

  private void factorPanel(int from, int to) {
    int size = upper.length;
    for (int i = from; i < to; i++) {
      for (int k = from; k < i; k++) {
        Rows.add(upper[i], -upper[k][i], upper[k], i, size);
      }
      double pivot = upper[i][i];
      if (!(pivot > 0)) {
        throw new IllegalStateException(
            "expected a positive definite matrix, found pivot " + pivot + " at " + i);
      }
      double scale = 1 / Math.sqrt(pivot);
      for (int j = i; j < size; j++) {
        upper[i][j] *= scale;
      }
    }
  }

  /** Solves for each of {@code sides}, (sides)(size), in place. */
  void solve(double[][] sides, RunContext context) {
    Workers.forEach(
        Math.ceilDiv(sides.length, SIDES_PER_PIECE),
        context,
        "solving",
        p -> {
          for (int s = p * SIDES_PER_PIECE;
              s < Math.min(sides.length, (p + 1) * SIDES_PER_PIECE);
              s++) {
            solve(sides[s]);
          }
        });
  }

  /** Solves for one right side, in place. */
  void solve(double[] side) {
    int size = upper.length;
    for (int i = 0; i < size; i++) {
      side[i] /= upper[i][i];
      Rows.add(side, -side[i], upper[i], i + 1, size);
    }
    for (int i = size - 1; i >= 0; i--) {
      side[i] = (side[i] - Rows.dot(side, upper[i], i + 1)) / upper[i][i];
    }
  }
}
