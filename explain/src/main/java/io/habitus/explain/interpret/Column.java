package io.habitus.explain.interpret;

import java.util.Arrays;

/**
 * One value for each vector, sorted: what is not listed is 0.
 *
 * @param order vectors with a value, largest first
 * @param values in that order
 * @param rows number of vectors in all
 */
@SuppressWarnings("ArrayRecordComponent")
record Column(int[] order, float[] values, int rows) {

  /**
   * Of the rows {@code [from, to)} of two lists.
   *
   * @param vectors which vectors
   * @param values theirs; above 0 unless every vector is listed
   * @param rows number of vectors in all
   */
  static Column of(int[] vectors, float[] values, int from, int to, int rows) {
    long[] keys = new long[to - from];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (long) descending(values[from + i]) << 32 | vectors[from + i];
    }
    Arrays.sort(keys);
    int[] order = new int[keys.length];
    float[] sorted = new float[keys.length];
    for (int i = 0; i < keys.length; i++) {
      order[i] = (int) keys[i];
      sorted[i] = value((int) (keys[i] >> 32));
    }
    return new Column(order, sorted, rows);
  }

  /** Integers in the descending order of floats; −0 is 0. */
  private static int descending(float value) {
    int bits = Float.floatToIntBits(value + 0.0f);
    return ~(bits >= 0 ? bits : bits ^ Integer.MAX_VALUE);
  }

  private static float value(int key) {
    int bits = ~key;
    return Float.intBitsToFloat(bits >= 0 ? bits : bits ^ Integer.MAX_VALUE);
  }
}
