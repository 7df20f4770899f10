package io.habitus.evaluation.metric;

import java.util.Arrays;

/**
 * Sorting by fp32 in linear time: a float's bits, with negative numbers turned round, order like
 * unsigned integers. −0 and 0 are one value.
 */
final class FloatOrder {
  /** Below this many values the JDK's sort is faster than three passes over 2,048 buckets. */
  private static final int SMALL = 1024;

  private static final int BUCKETS = 1 << 11;

  private FloatOrder() {}

  /** An unsigned 32-bit key in the low half of a long that orders as the values do. */
  static long key(float value) {
    int bits = Float.floatToRawIntBits(value + 0f);
    return (bits ^ ((bits >> 31) | Integer.MIN_VALUE)) & 0xffffffffL;
  }

  /**
   * Sorts non-negative {@code keys} by their bits from {@code fromBit} up, of which there are at
   * most 33; keys equal in these keep their order.
   *
   * @param scratch as long as {@code keys}; its contents are lost
   */
  static void sort(long[] keys, int fromBit, long[] scratch) {
    if (keys.length < SMALL) {
      // The bits below fromBit are positions, or absent: ascending, so that a full sort is stable.
      Arrays.sort(keys);
      return;
    }
    long[] from = keys;
    long[] to = scratch;
    for (int pass = 0; pass < 3; pass++) {
      scatter(from, to, fromBit + 11 * pass);
      long[] swap = from;
      from = to;
      to = swap;
    }
    System.arraycopy(from, 0, keys, 0, keys.length);
  }

  private static void scatter(long[] from, long[] to, int shift) {
    int[] starts = new int[BUCKETS + 1];
    for (long key : from) {
      starts[(int) ((key >>> shift) & (BUCKETS - 1)) + 1]++;
    }
    for (int b = 0; b < BUCKETS; b++) {
      starts[b + 1] += starts[b];
    }
    for (long key : from) {
      to[starts[(int) ((key >>> shift) & (BUCKETS - 1))]++] = key;
    }
  }
}
