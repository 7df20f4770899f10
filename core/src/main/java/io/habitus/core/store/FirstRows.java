package io.habitus.core.store;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The first rows of a rule that takes only the first of each value, over all generations: what an
 * appended log must not take again.
 */
public final class FirstRows {
  private final List<MemorySegment> keys; // (generations) int64 by row
  private final List<MemorySegment> times; // (generations) int64 by row

  FirstRows(List<MemorySegment> keys, List<MemorySegment> times) {
    this.keys = List.copyOf(keys);
    this.times = List.copyOf(times);
  }

  /** Takes one row. */
  public interface Reader {
    void row(long key, long timeMicros);
  }

  /** Passes every row on, in no order that means anything. */
  public void forEach(Reader reader) {
    for (int part = 0; part < keys.size(); part++) {
      for (long at = 0; at < keys.get(part).byteSize(); at += Long.BYTES) {
        reader.row(
            keys.get(part).get(ColumnFile.LONG, at), times.get(part).get(ColumnFile.LONG, at));
      }
    }
  }
}
