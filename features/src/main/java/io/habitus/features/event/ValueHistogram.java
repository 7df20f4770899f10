package io.habitus.features.event;

import java.util.Arrays;

/**
 * How often each count occurs. Counts of n events in all have at most √(2n) distinct values, so the
 * histogram is exact and small: 18,000 values for 170 M events.
 */
final class ValueHistogram {
  private static final int DENSE = 1024;

  private final long[] dense = new long[DENSE];
  private int[] keys = new int[64]; // open addressing; 0 is free
  private long[] counts = new long[64];
  private int large;

  void add(int value, long times) {
    if (value < DENSE) {
      dense[value] += times;
    } else {
      int place = place(value); // first: it may replace the arrays
      counts[place] += times;
    }
  }

  void add(ValueHistogram other) {
    for (int value = 0; value < DENSE; value++) {
      dense[value] += other.dense[value];
    }
    for (int place = 0; place < other.keys.length; place++) {
      if (other.keys[place] != 0) {
        add(other.keys[place], other.counts[place]);
      }
    }
  }

  /** The values that occur, ascending. */
  int[] values() {
    int[] values = new int[DENSE + large];
    int size = 0;
    for (int value = 0; value < DENSE; value++) {
      if (dense[value] != 0) {
        values[size++] = value;
      }
    }
    for (int key : keys) {
      if (key != 0) {
        values[size++] = key;
      }
    }
    values = Arrays.copyOf(values, size);
    Arrays.sort(values);
    return values;
  }

  long count(int value) {
    return value < DENSE ? dense[value] : counts[place(value)];
  }

  private int place(int value) {
    int place = find(value);
    if (keys[place] == 0) {
      if (2 * large >= keys.length) {
        grow();
        place = find(value);
      }
      keys[place] = value;
      large++;
    }
    return place;
  }

  private int find(int value) {
    int mask = keys.length - 1;
    int place = (value * 0x9E3779B9) >>> 7 & mask;
    while (keys[place] != 0 && keys[place] != value) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private void grow() {
    int[] oldKeys = keys;
    long[] oldCounts = counts;
    keys = new int[2 * oldKeys.length];
    counts = new long[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int place = find(oldKeys[i]);
        keys[place] = oldKeys[i];
        counts[place] = oldCounts[i];
      }
    }
  }
}
