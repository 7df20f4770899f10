package io.habitus.ingest.sort;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts shards that have too many rows into ranges of clients. This happens when much is appended to
 * a store that was made for few events; each range then costs a pass over the shard's client ids.
 */
final class RowGroups {
  /** Sampled rows for each range. */
  private static final int SAMPLES = 1_000;

  private RowGroups() {}

  /** Groups of about {@code most} rows at most, in order; a client is in one of them only. */
  static List<RowGroup> of(RowFiles files, long most) {
    List<RowGroup> groups = new ArrayList<>();
    for (int shard = 0; shard < files.count(); shard++) {
      RowFile file = files.file(shard);
      if (file.rows() > 0) {
        add(groups, shard, firstClients(file, files.layout(), most));
      }
    }
    return groups;
  }

  /** The least client of every range but the first, ascending. */
  private static long[] firstClients(RowFile file, RowLayout layout, long most) {
    int ranges = Math.toIntExact((file.rows() + most - 1) / most);
    if (ranges == 1) {
      return new long[0];
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment rows = file.map(arena);
      long[] sample = new long[(int) Math.min(file.rows(), (long) SAMPLES * ranges)];
      for (int i = 0; i < sample.length; i++) {
        long row = file.rows() / sample.length * i;
        sample[i] = rows.get(RowLayout.LONG, row * layout.bytes() + RowLayout.CLIENT);
      }
      Arrays.sort(sample);
      long[] firsts = new long[ranges - 1];
      Arrays.setAll(firsts, range -> sample[(int) ((range + 1L) * sample.length / ranges)]);
      return Arrays.stream(firsts).distinct().toArray();
    }
  }

  private static void add(List<RowGroup> groups, int shard, long[] firsts) {
    long least = Long.MIN_VALUE;
    for (long first : firsts) {
      if (first > least) {
        groups.add(new RowGroup(shard, least, first - 1, false));
        least = first;
      }
    }
    groups.add(new RowGroup(shard, least, Long.MAX_VALUE, true));
  }
}
