package io.habitus.features.event;

import java.util.Arrays;

/** Events in the newest weeks, Mondays to Sundays, newest first. */
final class WeekRing {
  private static final long NONE = Long.MIN_VALUE;

  final int[] counts; // (weeks), this week first
  long week = NONE; // of counts[0], weeks since 1970

  WeekRing(int weeks) {
    counts = new int[weeks];
  }

  void reset() {
    Arrays.fill(counts, 0);
    week = NONE;
  }

  /** Moves on to a later week, or stays. */
  void moveTo(long later) {
    long by = week == NONE ? counts.length : Math.min(counts.length, later - week);
    if (by > 0) {
      int shift = (int) by;
      System.arraycopy(counts, 0, counts, shift, counts.length - shift);
      Arrays.fill(counts, 0, shift, 0);
    }
    week = later;
  }

  void add() {
    if (counts.length > 0) {
      counts[0]++;
    }
  }
}
