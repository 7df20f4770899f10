package io.habitus.explain.sae;

import java.util.Arrays;

/**
 * The k largest positive values of a row, without sorting it: values pass that are above the k-th
 * found so far. It begins with a guess (a little below the last row's k-th value), and again from 0
 * where the guess was too high, so the result is exact. Equal values: the smaller index wins. For
 * one thread.
 */
final class TopSelector {
  private static final float CAUTION = 0.85f;

  private final int k;
  private final long[] found;
  private int size;
  private float guess;

  TopSelector(int k) {
    this.k = k;
    found = new long[Math.max(4 * k, k + 64)];
  }

  /** Selects from {@code values[at … at + count)}; returns how many, at most k. */
  int select(float[] values, int at, int count) {
    scan(values, at, count, guess);
    if (size < k && guess > 0) {
      scan(values, at, count, 0);
    }
    if (size > k) {
      keepLargest();
    }
    guess = size < k ? 0 : CAUTION * least();
    sortByIndex();
    return size;
  }

  private void scan(float[] values, int at, int count, float from) {
    size = 0;
    float threshold = from;
    for (int i = 0; i < count; i++) {
      float value = values[at + i];
      if (value > threshold) {
        if (size == found.length) {
          keepLargest();
          threshold = Math.max(threshold, least());
          if (value <= threshold) {
            continue;
          }
        }
        found[size++] = key(value, i);
      }
    }
  }

  /** Positive floats are ordered as their bits are; of equal ones the smaller index is larger. */
  private static long key(float value, int index) {
    return (long) Float.floatToRawIntBits(value) << 32 | (~index & 0xFFFFFFFFL);
  }

  private void keepLargest() {
    Arrays.sort(found, 0, size);
    System.arraycopy(found, size - k, found, 0, k);
    size = k;
  }

  private float least() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < size; i++) {
      least = Math.min(least, found[i]);
    }
    return Float.intBitsToFloat((int) (least >>> 32));
  }

  private void sortByIndex() {
    for (int i = 0; i < size; i++) {
      found[i] = (long) ~(int) found[i] << 32 | found[i] >>> 32;
    }
    Arrays.sort(found, 0, size);
  }

  /** Index of the n-th selected value; ascending. */
  int index(int n) {
    return (int) (found[n] >> 32);
  }

  /** The n-th selected value. */
  float value(int n) {
    return Float.intBitsToFloat((int) found[n]);
  }
}
