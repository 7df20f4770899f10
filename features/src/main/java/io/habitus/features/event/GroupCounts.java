package io.habitus.features.event;

import java.util.Arrays;

/**
 * One client's counts by code: a small hash table that is emptied and used again for the next
 * client. Each code has {@code width} counts and one <em>measure</em>, the count of which the
 * entropy is taken.
 */
final class GroupCounts {
  private final int width;
  private int[] table = new int[32]; // entry + 1, 0 where free
  private int[] codes = new int[16];
  private int[] places = new int[16]; // of each entry in the table
  private int[] counts;
  private int[] measures = new int[16];
  private int size;
  private int measured;
  private long measureSum; // of NLogN

  GroupCounts(int width) {
    this.width = width;
    this.counts = new int[16 * width];
  }

  void reset() {
    for (int e = 0; e < size; e++) {
      table[places[e]] = 0;
    }
    size = 0;
    measured = 0;
    measureSum = 0;
  }

  int size() {
    return size;
  }

  int width() {
    return width;
  }

  int code(int entry) {
    return codes[entry];
  }

  int count(int entry, int column) {
    return counts[entry * width + column];
  }

  int measure(int entry) {
    return measures[entry];
  }

  /** Entry of a code, or −1. */
  int find(int code) {
    return table[place(code)] - 1;
  }

  /** Count of a code, 0 where it has none. */
  int countOf(int code, int column) {
    int entry = find(code);
    return entry < 0 ? 0 : count(entry, column);
  }

  /** Entropy of the measures in bits. */
  double entropy() {
    return NLogN.entropy(measured, measureSum);
  }

  void add(int code, int column) {
    int entry = entry(code); // first: it may replace the arrays
    counts[entry * width + column]++;
  }

  void addMeasured(int code, int column) {
    int entry = entry(code);
    counts[entry * width + column]++;
    setMeasure(entry, measures[entry] + 1);
  }

  /** Puts an entry back that was saved; the code must be new. */
  void restore(int code, int[] values, int measure) {
    int entry = entry(code);
    System.arraycopy(values, 0, counts, entry * width, width);
    setMeasure(entry, measure);
  }

  private void setMeasure(int entry, int measure) {
    measureSum += NLogN.of(measure) - NLogN.of(measures[entry]);
    measured += measure - measures[entry];
    measures[entry] = measure;
  }

  private int entry(int code) {
    int place = place(code);
    if (table[place] != 0) {
      return table[place] - 1;
    }
    if (size == codes.length) {
      grow();
      place = place(code);
    }
    codes[size] = code;
    places[size] = place;
    measures[size] = 0;
    Arrays.fill(counts, size * width, (size + 1) * width, 0);
    table[place] = ++size;
    return size - 1;
  }

  /** Where the code is, or the free place where it belongs. */
  private int place(int code) {
    int mask = table.length - 1;
    int place = (code * 0x9E3779B9) >>> 7 & mask;
    while (table[place] != 0 && codes[table[place] - 1] != code) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private void grow() {
    int capacity = 2 * codes.length;
    codes = Arrays.copyOf(codes, capacity);
    places = Arrays.copyOf(places, capacity);
    measures = Arrays.copyOf(measures, capacity);
    counts = Arrays.copyOf(counts, capacity * width);
    table = new int[2 * capacity];
    for (int e = 0; e < size; e++) {
      places[e] = place(codes[e]);
      table[places[e]] = e + 1;
    }
  }
}
