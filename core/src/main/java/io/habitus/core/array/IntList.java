package io.habitus.core.array;

import java.util.Arrays;

/** A growing array of ints. */
public final class IntList {
  private int[] values = new int[16];
  private int size;

  public void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size + (size >> 1));
    }
    values[size++] = value;
  }

  public int get(int i) {
    return values[i];
  }

  public int size() {
    return size;
  }

  /** Forgets all elements. */
  public void clear() {
    size = 0;
  }

  /** Sorts what was added at {@code from} or later and drops repetitions there. */
  public void sortDistinct(int from) {
    Arrays.sort(values, from, size);
    int kept = from;
    for (int i = from; i < size; i++) {
      if (i == from || values[i] != values[i - 1]) {
        values[kept++] = values[i];
      }
    }
    size = kept;
  }

  public int[] toArray() {
    return Arrays.copyOf(values, size);
  }

  /** Copies {@code length} elements from {@code from} to {@code into[at …)}. */
  public void copyTo(int from, int[] into, int at, int length) {
    System.arraycopy(values, from, into, at, length);
  }
}
