package io.habitus.ingest.load;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.LongConsumer;

/** A set of integers that lie close together: a bit for each place, outside of the heap. */
final class LongSet {
  private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG;

  /** Bits for each value that is put at most: then the set takes no more bytes than values. */
  private static final long SPARSE = 8;

  private static final long SMALL = 1 << 20;
  private static final long LARGEST = 1L << 32; // 512 MiB

  private final long base;
  private final MemorySegment words;
  private final long count;

  /** An empty set of values from {@code smallest} to {@code largest}; see {@link #fits}. */
  LongSet(long smallest, long largest, Arena arena) {
    base = smallest;
    count = (largest - smallest) / Long.SIZE + 1;
    words = arena.allocate(WORD, count);
  }

  /**
   * Whether a set is the better choice than a sort.
   *
   * @param puts how often a value will be put, equal ones included
   */
  static boolean fits(long smallest, long largest, long puts) {
    long span = largest - smallest + 1; // negative where it overflows
    return span > 0 && span <= Math.min(LARGEST, Math.max(SMALL, SPARSE * puts));
  }

  void put(long value) {
    long bit = value - base;
    long word = bit / Long.SIZE;
    words.setAtIndex(WORD, word, words.getAtIndex(WORD, word) | 1L << bit);
  }

  /** Number of different values. */
  long size() {
    long size = 0;
    for (long w = 0; w < count; w++) {
      size += Long.bitCount(words.getAtIndex(WORD, w));
    }
    return size;
  }

  /** Every value once, ascending. */
  void forEach(LongConsumer each) {
    for (long w = 0; w < count; w++) {
      for (long word = words.getAtIndex(WORD, w); word != 0; word &= word - 1) {
        each.accept(base + w * Long.SIZE + Long.numberOfTrailingZeros(word));
      }
    }
  }
}
