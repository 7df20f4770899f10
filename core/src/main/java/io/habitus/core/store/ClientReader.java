package io.habitus.core.store;

import io.habitus.core.schema.Schema;
import java.util.List;

/** Reads one client from all segments, merged by (time, stream, generation, input order). */
final class ClientReader {
  private final List<Segment> segments;
  private final int[] streams; // (event types)
  private final long fromMicros;
  private final long untilMicros;
  private final EventBuffer buffer;
  private final int[] ends; // end of each segment's run in the buffer

  ClientReader(
      Schema schema, List<Segment> segments, List<Integer> streams, long fromMicros, long until) {
    this.segments = segments;
    this.streams = streams.stream().mapToInt(Integer::intValue).toArray();
    this.fromMicros = fromMicros;
    this.untilMicros = until;
    this.buffer = new EventBuffer(schema);
    this.ends = new int[segments.size()];
  }

  EventBuffer events() {
    return buffer;
  }

  /**
   * Reads a client into the buffer.
   *
   * @param positions of the client in each segment, negative where it is not in it
   * @return whether it has an event in the window
   */
  boolean read(long client, long[] positions) {
    buffer.begin(client);
    for (int s = 0; s < positions.length; s++) {
      if (positions[s] >= 0) {
        segments.get(s).read(positions[s], fromMicros, untilMicros, buffer);
      }
      ends[s] = buffer.size();
    }
    if (!isInOrder()) {
      buffer.permute(0, merged());
    }
    return buffer.size() > 0;
  }

  /** Whether the runs follow each other in time: the usual case, days appended in order. */
  private boolean isInOrder() {
    for (int s = 0; s + 1 < ends.length; s++) {
      int next = ends[s];
      if (next > 0 && next < buffer.size() && isBefore(next, next - 1)) {
        return false;
      }
    }
    return true;
  }

  private boolean isBefore(int i, int j) {
    long time = buffer.times[i];
    long other = buffer.times[j];
    return time != other ? time < other : streams[buffer.types[i]] < streams[buffer.types[j]];
  }

  private int[] merged() {
    int[] order = new int[buffer.size()];
    for (int i = 0; i < ends[0]; i++) {
      order[i] = i;
    }
    for (int s = 1; s < ends.length; s++) {
      merge(order, ends[s - 1], ends[s]);
    }
    return order;
  }

  /** Merges run [from, until) into the first {@code from} entries of the order, from behind. */
  private void merge(int[] order, int from, int until) {
    int earlier = from - 1;
    int later = until - 1;
    for (int to = until - 1; later >= from; to--) {
      order[to] = earlier >= 0 && isBefore(later, order[earlier]) ? order[earlier--] : later--;
    }
  }
}
