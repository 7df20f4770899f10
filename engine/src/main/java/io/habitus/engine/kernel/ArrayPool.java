package io.habitus.engine.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Heap arrays that are used again from step to step: large ones would otherwise be zeroed and
 * collected in every step. Sizes are rounded up to an eighth of a power of two. For one thread.
 */
public final class ArrayPool {
  private static final int SMALLEST = 1024;

  private final Map<Integer, Deque<float[]>> free = new HashMap<>();

  /** An array of at least this many elements; what they hold is not defined. */
  public float[] borrow(int size) {
    int rounded = rounded(size);
    Deque<float[]> same = free.get(rounded);
    return same == null || same.isEmpty() ? new float[rounded] : same.pop();
  }

  /** Ends the use of an array that {@link #borrow} gave. */
  public void giveBack(float[] array) {
    free.computeIfAbsent(array.length, size -> new ArrayDeque<>()).push(array);
  }

  private static int rounded(int size) {
    if (size <= SMALLEST) {
      return SMALLEST;
    }
    int eighth = Math.max(1, Integer.highestOneBit(size - 1) >> 3);
    return Math.addExact(size, eighth - 1) / eighth * eighth;
  }
}
