package io.habitus.ingest.shop;

import java.util.Arrays;

/** Scores of one label with their truth. Scores are not negative. */
final class RankedScores {
  private final long[] keys;
  private int size;
  private long positives;

  RankedScores(int capacity) {
    keys = new long[capacity];
  }

  void add(float score, boolean positive) {
    // The bits of floats that are not negative are in the order of the floats.
    keys[size++] = (long) Float.floatToRawIntBits(score) << 1 | (positive ? 1 : 0);
    positives += positive ? 1 : 0;
  }

  boolean hasBothClasses() {
    return positives > 0 && positives < size;
  }

  long positives() {
    return positives;
  }

  /**
   * Area under the ROC curve, ties exact (half a win each): the protocol's trapezoids. 0 if there
   * is one class only, as the protocol counts it.
   */
  double auroc() {
    if (!hasBothClasses()) {
      return 0;
    }
    Arrays.sort(keys, 0, size);
    double wins = 0;
    long negativesBelow = 0;
    for (int from = 0; from < size; ) {
      int until = from;
      long tiedPositives = 0;
      while (until < size && keys[until] >> 1 == keys[from] >> 1) {
        tiedPositives += keys[until++] & 1;
      }
      long tiedNegatives = until - from - tiedPositives;
      wins += tiedPositives * (negativesBelow + tiedNegatives / 2.0);
      negativesBelow += tiedNegatives;
      from = until;
    }
    return wins / ((double) positives * (size - positives));
  }
}
