package io.habitus.features.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A {@link GroupTable} in the making, shared by all threads. It adds integers alone, so the order
 * in which clients come does not matter.
 */
final class GroupTally {
  private static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);
  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

  private final int width;
  private final int[] counts; // (codes, width)
  private final int[] measures; // (codes) what entropies are taken of
  private final long[] sums; // (codes) of NLogN over clients

  GroupTally(int codes, int width) {
    this.width = width;
    this.counts = new int[Math.multiplyExact(codes, width)];
    this.measures = new int[codes];
    this.sums = new long[codes];
  }

  /** Adds one client. */
  void add(GroupCounts client) {
    for (int entry = 0; entry < client.size(); entry++) {
      int code = client.code(entry);
      for (int column = 0; column < width; column++) {
        int count = client.count(entry, column);
        if (count != 0) {
          INTS.getAndAdd(counts, code * width + column, count);
        }
      }
      int measure = client.measure(entry);
      if (measure != 0) {
        INTS.getAndAdd(measures, code, measure);
      }
      if (measure > 1) {
        LONGS.getAndAdd(sums, code, NLogN.of(measure));
      }
    }
  }

  /** The table; call it when all threads are done. */
  GroupTable table() {
    float[] entropies = new float[measures.length];
    for (int code = 0; code < entropies.length; code++) {
      entropies[code] = (float) NLogN.entropy(measures[code], sums[code]);
    }
    return new GroupTable(width, counts, entropies);
  }
}
