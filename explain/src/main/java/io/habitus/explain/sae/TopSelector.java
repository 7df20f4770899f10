package io.habitus.explain.sae;

import io.habitus.engine.kernel.SelectKernel;

/**
 * The k largest positive values of a row, without sorting it. What is above a guess (a little below
 * the last row's k-th value) is gathered; where that is fewer than k, the guess was too high and a
 * lower one follows, at last 0, so the result is exact. Among what was gathered the k-th value is
 * found by halving an interval until just k values are above it: comparisons of whole vectors, no
 * branches that depend on the values. Equal values: the smaller index wins. For one thread.
 */
final class TopSelector {
  private static final SelectKernel KERNEL = SelectKernel.get();
  private static final float CAUTION = 0.85f;

  /** After so many guesses that were too high, everything above 0 is gathered. */
  private static final int GUESSES = 3;

  private final int k;
  private int[] places = new int[0];
  private float[] found = new float[0];
  private int size;
  private float guess;

  TopSelector(int k) {
    this.k = k;
  }

  /** Selects from {@code values[at … at + count)}; returns how many, at most k. */
  int select(float[] values, int at, int count) {
    if (found.length < count) {
      places = new int[count];
      found = new float[count];
    }
    float from = guess;
    size = KERNEL.above(count, values, at, from, places, found);
    for (int tries = 1; size < k && from > 0; tries++) {
      from = tries < GUESSES ? CAUTION * from : 0;
      size = KERNEL.above(count, values, at, from, places, found);
    }
    guess = CAUTION * (size > k ? keepLargest(from) : from);
    return size;
  }

  /**
   * Keeps the k largest of more than k.
   *
   * @param from all are above it
   * @return a number that is at most the k-th value
   */
  private float keepLargest(float from) {
    // Bits of positive floats are ordered as they are: more than k are above low, fewer above high.
    int low = Float.floatToRawIntBits(from);
    int high = Float.floatToRawIntBits(largest());
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      int above = KERNEL.countAbove(size, found, Float.intBitsToFloat(middle));
      if (above == k) {
        keep(Float.intBitsToFloat(middle), 0, 0);
        return Float.intBitsToFloat(middle);
      }
      if (above > k) {
        low = middle;
      } else {
        high = middle;
      }
    }
    float equal = Float.intBitsToFloat(high);
    keep(equal, equal, k - KERNEL.countAbove(size, found, equal));
    return equal;
  }

  private float largest() {
    float largest = 0;
    for (int n = 0; n < size; n++) {
      largest = Math.max(largest, found[n]);
    }
    return largest;
  }

  /** Keeps what is above a threshold, and the first few that equal another number. */
  private void keep(float threshold, float equal, int equals) {
    int kept = 0;
    int left = equals;
    for (int n = 0; n < size; n++) {
      float value = found[n];
      boolean tied = left > 0 && value == equal;
      left -= tied ? 1 : 0;
      places[kept] = places[n];
      found[kept] = value;
      kept += tied || value > threshold ? 1 : 0;
    }
    size = kept;
  }

  /** Index of the n-th selected value; ascending. */
  int index(int n) {
    return places[n];
  }

  /** The n-th selected value. */
  float value(int n) {
    return found[n];
  }
}
