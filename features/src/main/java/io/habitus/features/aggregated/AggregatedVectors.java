package io.habitus.features.aggregated;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.ProfileMatrix;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.Parallel;
import io.habitus.core.run.RunContext;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import java.util.Arrays;

/**
 * Computes aggregated features: two passes over the input (the order of rows, the columns), shards
 * in parallel. Counts are whole numbers and a client's are counted by one thread, so the bits do
 * not depend on the number of threads. Besides the result it holds 13 bytes per client and 2 bytes
 * per counted field and value of its vocabulary.
 */
public final class AggregatedVectors {
  private final Histories input;
  private final ClientSet clients;
  private final RunContext context;
  private final BlockReader[] blocks; // in the order of the columns
  private final int[] blockOfType; // (event types)
  private final int width;
  private final int sumsLength;

  private AggregatedVectors(
      AggregatedLayout layout, Histories input, ClientSet clients, RunContext context) {
    this.input = input;
    this.clients = clients;
    this.context = context;
    this.width = layout.width();
    Schema schema = input.schema();
    blocks = new BlockReader[layout.blocks().size()];
    blockOfType = new int[schema.eventTypes().size()];
    Arrays.fill(blockOfType, -1);
    int column = 0;
    int count = width; // beyond the columns: how many vectors each mean is of
    for (int b = 0; b < blocks.length; b++) {
      AggregatedLayout.Block block = layout.blocks().get(b);
      int type = schema.eventType(block.eventType());
      if (type >= 0) {
        blockOfType[type] = b;
      }
      blocks[b] = BlockReader.of(layout, block, column, count, input);
      count += block.means().size();
      column += block.width(layout.windowDays().size());
    }
    sumsLength = count;
  }

  /** A row for every client of {@code clients}, zeros for those without events. */
  public static Profiles of(
      AggregatedLayout layout, Histories input, ClientSet clients, RunContext context) {
    return new AggregatedVectors(layout, input, clients, context).compute();
  }

  private Profiles compute() {
    RowOrder order = RowOrder.of(input, clients, blockOfType, blocks.length, context);
    ProfileMatrix matrix = ProfileMatrix.zeros(order.clientIds(), width, context);
    Parallel.map(
        "aggregating features",
        "shards",
        input.shardCount(),
        context,
        shard -> {
          shard(shard, order, matrix);
          return shard;
        });
    return matrix.toProfiles();
  }

  private void shard(int shard, RowOrder order, ProfileMatrix matrix) {
    long[] sums = new long[sumsLength];
    long[] events = new long[blocks.length];
    try (Histories.Cursor cursor = input.open(shard)) {
      while (cursor.next()) {
        context.checkStopped("aggregating features");
        int rank = clients.rank(cursor.events().clientId());
        if (rank >= 0) {
          client(cursor.events(), sums, events);
          write(matrix, order.rowOfRank()[rank], sums, events);
        }
      }
    }
  }

  private void client(EventSequence sequence, long[] sums, long[] events) {
    Arrays.fill(sums, 0);
    Arrays.fill(events, 0);
    for (int i = 0; i < sequence.size(); i++) {
      int block = blockOfType[sequence.type(i)];
      if (block >= 0) {
        events[block]++;
        blocks[block].add(sequence, i, sums);
      }
    }
  }

  private void write(ProfileMatrix matrix, int row, long[] sums, long[] events) {
    for (int b = 0; b < blocks.length; b++) {
      if (events[b] > 0) {
        blocks[b].write(sums, events[b], matrix, row);
      }
    }
  }
}
