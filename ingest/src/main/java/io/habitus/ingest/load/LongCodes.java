package io.habitus.ingest.load;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Codes of integer values, outside of the heap: a table indexed by value where the values lie close
 * together, else a hash table with open addressing.
 */
final class LongCodes {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  /** A table indexed by value may have this many places for each value. */
  private static final long SPARSE = 4;

  private static final long SMALL = 1 << 16;
  private static final long FIBONACCI = 0x9E3779B97F4A7C15L;

  private final boolean dense;
  private final long base;
  private final int shift; // of the hash, so that it has as many bits as the table
  private final long mask;
  private final MemorySegment codes; // int32; 0 where there is no value
  private final MemorySegment keys; // int64 (as codes); empty when dense

  /**
   * An empty table.
   *
   * @param smallest least value that will be put
   * @param largest greatest value that will be put
   * @param count number of values that will be put
   */
  LongCodes(long smallest, long largest, long count, Arena arena) {
    long span = largest - smallest + 1; // negative where it overflows
    dense = span > 0 && span <= Math.max(SMALL, SPARSE * count);
    base = smallest;
    int bits = 64 - Long.numberOfLeadingZeros(Math.max(2, 2 * count - 1));
    long size = dense ? span : 1L << bits;
    shift = 64 - bits;
    mask = size - 1;
    codes = arena.allocate(INT, size);
    keys = dense ? MemorySegment.NULL : arena.allocate(LONG, size);
  }

  void put(long value, int code) {
    long at = dense ? value - base : find(value);
    codes.setAtIndex(INT, at, code);
    if (!dense) {
      keys.setAtIndex(LONG, at, value);
    }
  }

  /** Code of a value that was put. */
  int get(long value) {
    int code = codes.getAtIndex(INT, dense ? value - base : find(value));
    if (code == 0) {
      throw new IllegalStateException("a value without a code");
    }
    return code;
  }

  /** Codes of values that were put, where there are any; the others stay as they are. */
  void get(boolean[] filled, int[] values, int[] into) {
    for (int i = 0; i < filled.length; i++) {
      if (filled[i]) {
        into[i] = get(values[i]);
      }
    }
  }

  /** The same for longs. */
  void get(boolean[] filled, long[] values, int[] into) {
    for (int i = 0; i < filled.length; i++) {
      if (filled[i]) {
        into[i] = get(values[i]);
      }
    }
  }

  /** Takes a value and its code. */
  @FunctionalInterface
  interface Each {
    void take(long value, int code);
  }

  /** All that was put, in the order of the table. */
  void forEach(Each each) {
    for (long at = 0; at <= mask; at++) {
      int code = codes.getAtIndex(INT, at);
      if (code != 0) {
        each.take(dense ? base + at : keys.getAtIndex(LONG, at), code);
      }
    }
  }

  /** Where the value is, or where it would go. */
  private long find(long value) {
    long at = (value * FIBONACCI) >>> shift;
    while (codes.getAtIndex(INT, at) != 0 && keys.getAtIndex(LONG, at) != value) {
      at = (at + 1) & mask;
    }
    return at;
  }
}
