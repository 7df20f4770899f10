package io.habitus.evaluation.probe;

/**
 * The inner loops: sums of scaled rows, written so that the JIT turns them into SIMD (one index for
 * both arrays, no reduction) with the same bits as without.
 */
final class Rows {
  private Rows() {}

  /** into[j] += factor · row[j], for j in [from, to). */
  static void add(double[] into, double factor, double[] row, int from, int to) {
    for (int j = from; j < to; j++) {
      into[j] += factor * row[j];
    }
  }

  /** into[j] += factor · row[j], for j in [from, to). */
  static void add(double[] into, double factor, float[] row, int from, int to) {
    for (int j = from; j < to; j++) {
      into[j] += factor * row[j];
    }
  }

  /** Σ weights[j] · row[j], in four interleaved sums. */
  static double dot(double[] weights, float[] row) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int j = 0;
    for (; j + 3 < row.length; j += 4) {
      a += weights[j] * row[j];
      b += weights[j + 1] * row[j + 1];
      c += weights[j + 2] * row[j + 2];
      d += weights[j + 3] * row[j + 3];
    }
    for (; j < row.length; j++) {
      a += weights[j] * row[j];
    }
    return (a + b) + (c + d);
  }

  /** Σ weights[j] · row[j] for j from {@code from} on, in four interleaved sums. */
  static double dot(double[] weights, double[] row, int from) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int j = from;
    for (; j + 3 < row.length; j += 4) {
      a += weights[j] * row[j];
      b += weights[j + 1] * row[j + 1];
      c += weights[j + 2] * row[j + 2];
      d += weights[j + 3] * row[j + 3];
    }
    for (; j < row.length; j++) {
      a += weights[j] * row[j];
    }
    return (a + b) + (c + d);
  }
}
