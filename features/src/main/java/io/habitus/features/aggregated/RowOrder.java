package io.habitus.features.aggregated;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.Parallel;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import java.util.Arrays;

/**
 * The organisers' order of rows, which matters because nothing is shuffled in the evaluation:
 * clients with events of the first block's type, ascending; then the newcomers of each next type,
 * ascending; last, clients with none. Holds 13 bytes per client.
 *
 * @param clientIds (clients) by row
 * @param rowOfRank (clients) row by the client's rank in the set
 */
@SuppressWarnings("ArrayRecordComponent")
record RowOrder(long[] clientIds, int[] rowOfRank) {

  /**
   * One pass over the input.
   *
   * @param blockOfType block by event type, negative for none
   */
  static RowOrder of(
      Histories input, ClientSet clients, int[] blockOfType, int blocks, RunContext context) {
    byte[] firstBlock = new byte[clients.size()];
    Arrays.fill(firstBlock, (byte) blocks);
    Parallel.map(
        "ordering clients",
        "shards",
        input.shardCount(),
        context,
        shard -> {
          findBlocks(input, shard, clients, blockOfType, firstBlock, context);
          return shard;
        });
    return of(clients, firstBlock, blocks);
  }

  private static void findBlocks(
      Histories input,
      int shard,
      ClientSet clients,
      int[] blockOfType,
      byte[] firstBlock,
      RunContext context) {
    try (Histories.Cursor cursor = input.open(shard)) {
      while (cursor.next()) {
        context.checkStopped("ordering clients");
        EventSequence events = cursor.events();
        int rank = clients.rank(events.clientId());
        if (rank >= 0) {
          firstBlock[rank] = first(events, blockOfType, firstBlock[rank]);
        }
      }
    }
  }

  private static byte first(EventSequence events, int[] blockOfType, byte none) {
    int first = none;
    for (int i = 0; i < events.size() && first > 0; i++) {
      int block = blockOfType[events.type(i)];
      if (block >= 0 && block < first) {
        first = block;
      }
    }
    return (byte) first;
  }

  private static RowOrder of(ClientSet clients, byte[] firstBlock, int blocks) {
    long[] ids = new long[clients.size()];
    int[] rows = new int[clients.size()];
    int row = 0;
    for (int block = 0; block <= blocks; block++) {
      for (int rank = 0; rank < firstBlock.length; rank++) {
        if (firstBlock[rank] == block) {
          ids[row] = clients.get(rank);
          rows[rank] = row++;
        }
      }
    }
    return new RowOrder(ids, rows);
  }
}
