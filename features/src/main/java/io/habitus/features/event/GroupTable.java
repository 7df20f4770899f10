package io.habitus.features.event;

import java.util.Arrays;

/**
 * Counts and entropies over clients of all codes of one grouping (items, categories, queries, …).
 * Codes that were not known when it was fitted have none.
 */
final class GroupTable {
  private final int width;
  private final int[] counts; // (codes, width)
  private final float[] entropies; // (codes) bits

  GroupTable(int width, int[] counts, float[] entropies) {
    if (counts.length != Math.multiplyExact(width, entropies.length)) {
      throw new IllegalArgumentException(
          "expected %d counts, found %d".formatted(width * entropies.length, counts.length));
    }
    this.width = width;
    this.counts = counts;
    this.entropies = entropies;
  }

  int size() {
    return entropies.length;
  }

  int width() {
    return width;
  }

  int count(int code, int column) {
    return code < 0 || code >= entropies.length ? 0 : counts[code * width + column];
  }

  double entropy(int code) {
    return code < 0 || code >= entropies.length ? 0 : entropies[code];
  }

  int[] counts() {
    return counts;
  }

  float[] entropies() {
    return entropies;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GroupTable table
        && width == table.width
        && Arrays.equals(counts, table.counts)
        && Arrays.equals(entropies, table.entropies);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(counts) + Arrays.hashCode(entropies);
  }
}
