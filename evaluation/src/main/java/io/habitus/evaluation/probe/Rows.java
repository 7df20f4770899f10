package io.habitus.evaluation.probe;

/**
 * The inner loops: sums of scaled rows, written so that the JIT turns them into SIMD (one index for
 * all arrays, no reduction) with the same bits as without.
 */
final class Rows {
  private Rows() {}

  /** into[j] += Σ over eight rows of factor · row[j], for j in [from, to). */
  static void addEight(float[] into, float[] f, float[][] rows, int first, int from, int to) {
    float f0 = f[0];
    float f1 = f[1];
    float f2 = f[2];
    float f3 = f[3];
    float f4 = f[4];
    float f5 = f[5];
    float f6 = f[6];
    float f7 = f[7];
    float[] r0 = rows[first];
    float[] r1 = rows[first + 1];
    float[] r2 = rows[first + 2];
    float[] r3 = rows[first + 3];
    float[] r4 = rows[first + 4];
    float[] r5 = rows[first + 5];
    float[] r6 = rows[first + 6];
    float[] r7 = rows[first + 7];
    for (int j = from; j < to; j++) {
      into[j] +=
          ((f0 * r0[j] + f1 * r1[j]) + (f2 * r2[j] + f3 * r3[j]))
              + ((f4 * r4[j] + f5 * r5[j]) + (f6 * r6[j] + f7 * r7[j]));
    }
  }

  /** into[j] −= Σ over eight rows of row[column] · row[j], for j in [from, to). */
  static void subtractEight(
      double[] into, double[][] rows, int first, int column, int from, int to) {
    double[] r0 = rows[first];
    double[] r1 = rows[first + 1];
    double[] r2 = rows[first + 2];
    double[] r3 = rows[first + 3];
    double[] r4 = rows[first + 4];
    double[] r5 = rows[first + 5];
    double[] r6 = rows[first + 6];
    double[] r7 = rows[first + 7];
    double f0 = r0[column];
    double f1 = r1[column];
    double f2 = r2[column];
    double f3 = r3[column];
    double f4 = r4[column];
    double f5 = r5[column];
    double f6 = r6[column];
    double f7 = r7[column];
    for (int j = from; j < to; j++) {
      into[j] -=
          ((f0 * r0[j] + f1 * r1[j]) + (f2 * r2[j] + f3 * r3[j]))
              + ((f4 * r4[j] + f5 * r5[j]) + (f6 * r6[j] + f7 * r7[j]));
    }
  }

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
