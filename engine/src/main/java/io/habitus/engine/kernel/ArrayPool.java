package io.habitus.engine.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Heap arrays that are used again from one use of the pool to the next: large ones would otherwise
 * be zeroed and collected in every step. What the last use did not need goes, so the pool never
 * holds more than one use did. For one thread.
 */
public final class ArrayPool {
  private static final int SMALLEST = 1024;

  /** A larger array serves too, up to this factor. */
  private static final int WASTE = 2;

  private final TreeMap<Integer, Deque<Free>> free = new TreeMap<>();
  private long use;

  /** An array that waits, and the use that gave it back. */
  private record Free(float[] array, long use) {}

  /** An array of at least this many elements; what they hold is not defined. */
  public float[] borrow(int size) {
    int least = Math.max(size, SMALLEST);
    Map.Entry<Integer, Deque<Free>> fitting = free.ceilingEntry(least);
    if (fitting == null || fitting.getKey() > (long) WASTE * least) {
      return new float[least];
    }
    float[] array = fitting.getValue().pop().array();
    if (fitting.getValue().isEmpty()) {
      free.remove(fitting.getKey());
    }
    return array;
  }

  /** Ends the use of an array that {@link #borrow} gave. */
  public void giveBack(float[] array) {
    free.computeIfAbsent(array.length, size -> new ArrayDeque<>()).push(new Free(array, use));
  }

  /** Ends a use, after its arrays were given back: those that it did not touch go. */
  public void endUse() {
    Iterator<Deque<Free>> sizes = free.values().iterator();
    while (sizes.hasNext()) {
      Deque<Free> same = sizes.next();
      same.removeIf(each -> each.use() < use);
      if (same.isEmpty()) {
        sizes.remove();
      }
    }
    use++;
  }

  /** Elements of the arrays that wait. */
  public long heldElements() {
    return free.entrySet().stream()
        .mapToLong(each -> (long) each.getKey() * each.getValue().size())
        .sum();
  }
}
