package io.habitus.core.store;

import java.lang.foreign.MemorySegment;

/** One generation's mapped columns. Safe to read from several threads. */
final class Segment {
  private final Generation generation;
  private final MemorySegment clients; // int64 (clients)
  private final MemorySegment offsets; // int64 (clients + 1)
  private final MemorySegment times; // int64 (events)
  private final MemorySegment types; // int8 (events)
  private final MemorySegment[] fields; // int32 or double (events)

  Segment(Generation generation, int fieldCount, StoreFiles files) {
    this.generation = generation;
    clients = files.map(generation, StorePaths.CLIENTS);
    offsets = files.map(generation, StorePaths.OFFSETS);
    times = files.map(generation, StorePaths.TIME);
    types = files.map(generation, StorePaths.TYPE);
    fields = new MemorySegment[fieldCount];
    for (int f = 0; f < fieldCount; f++) {
      fields[f] = files.map(generation, StorePaths.field(f));
    }
  }

  long shardFrom(int shard) {
    return generation.shardClients().get(shard);
  }

  long shardUntil(int shard) {
    return generation.shardClients().get(shard + 1);
  }

  long client(long position) {
    return clients.get(ColumnFile.LONG, 8 * position);
  }

  /** Position of a client within its shard, or a negative number. */
  long find(int shard, long client) {
    long low = shardFrom(shard);
    long high = shardUntil(shard) - 1;
    while (low <= high) {
      long middle = (low + high) >>> 1;
      long found = client(middle);
      if (found == client) {
        return middle;
      }
      if (found < client) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  long length(long position) {
    return eventsFrom(position + 1) - eventsFrom(position);
  }

  private long eventsFrom(long position) {
    return offsets.get(ColumnFile.LONG, 8 * position);
  }

  /** First event of a client's [from, until) at or after a time. */
  private long firstAtOrAfter(long micros, long from, long until) {
    long low = from;
    long high = until;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (times.get(ColumnFile.LONG, 8 * middle) < micros) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Appends the client's events with time in [from, until) to the buffer. */
  void read(long position, long fromMicros, long untilMicros, EventBuffer into) {
    long begin = eventsFrom(position);
    long end = eventsFrom(position + 1);
    long first = fromMicros == Long.MIN_VALUE ? begin : firstAtOrAfter(fromMicros, begin, end);
    long last = untilMicros == Long.MAX_VALUE ? end : firstAtOrAfter(untilMicros, first, end);
    int count = Math.toIntExact(last - first);
    int at = into.grow(count);
    MemorySegment.copy(times, ColumnFile.LONG, 8 * first, into.times, at, count);
    MemorySegment.copy(types, ColumnFile.BYTE, first, into.types, at, count);
    for (int f = 0; f < fields.length; f++) {
      if (into.isNumeric(f)) {
        MemorySegment.copy(fields[f], ColumnFile.DOUBLE, 8 * first, into.numbers[f], at, count);
      } else {
        MemorySegment.copy(fields[f], ColumnFile.INT, 4 * first, into.codes[f], at, count);
      }
    }
  }
}
