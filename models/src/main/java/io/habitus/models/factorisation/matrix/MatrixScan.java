package io.habitus.models.factorisation.matrix;

import io.habitus.core.hash.SplitMix64;
import io.habitus.core.run.Parallel;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Codes;
import io.habitus.core.store.Histories;
import io.habitus.core.store.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/**
 * Builds the matrix from one pass over a store, shards in parallel, without an object per event.
 * While the shards are put together it is there twice: 16 bytes per cell and 40 per client.
 */
public final class MatrixScan {
  static final String WHAT = "reading the client × item matrix";

  private MatrixScan() {}

  /**
   * Reads the matrix.
   *
   * @param learned which clients have rows
   */
  public static ClientItems of(
      Histories input, CellRules rules, LongPredicate learned, RunContext context) {
    Vocabulary vocabulary = rules.items().codes(input).vocabulary();
    int[] identity = IntStream.range(0, vocabulary.size()).toArray();
    List<ShardCells> shards =
        Parallel.map(
            WHAT,
            "shards",
            input.shardCount(),
            context,
            shard -> ShardCells.read(input, shard, rules, identity, learned, context));
    int[] used = usedCodes(shards, vocabulary);
    int[] numbers = new int[vocabulary.size()];
    for (int item = 0; item < used.length; item++) {
      numbers[used[item]] = item;
    }
    List<String> names = new ArrayList<>();
    for (int code : used) {
      names.add(vocabulary.text(code));
    }
    return join(shards, numbers, new ItemNames(names), context);
  }

  /** Codes of the cells, in ascending order of their values. */
  private static int[] usedCodes(List<ShardCells> shards, Vocabulary vocabulary) {
    BitSet used = new BitSet(vocabulary.size());
    for (ShardCells shard : shards) {
      for (int cell = 0; cell < shard.cells(); cell++) {
        used.set(shard.code(cell));
      }
    }
    used.clear(0, Codes.FIRST_VALUE);
    return used.stream().boxed().sorted(vocabulary::compare).mapToInt(Integer::intValue).toArray();
  }

  private static ClientItems join(
      List<ShardCells> shards, int[] numbers, ItemNames names, RunContext context) {
    long[] order = order(shards);
    int[] starts = new int[order.length + 1];
    int cells = ClientItems.checkedCells(shards.stream().mapToLong(ShardCells::cells).sum());
    for (ShardCells shard : shards) {
      for (int row = 0; row < shard.clients(); row++) {
        starts[place(order, shard.client(row)) + 1] = shard.size(row);
      }
    }
    for (int row = 0; row < order.length; row++) {
      starts[row + 1] += starts[row];
    }
    long[] clients = new long[order.length];
    ClientItems joined = new ClientItems(clients, starts, new int[cells], new float[cells], names);
    Parallel.map(
        WHAT,
        "shards",
        shards.size(),
        context,
        shard -> {
          copy(shards.get(shard), order, numbers, joined);
          return shard;
        });
    return joined;
  }

  /** (clients) mixed ids, ascending. */
  private static long[] order(List<ShardCells> shards) {
    long[] mixed = new long[shards.stream().mapToInt(ShardCells::clients).sum()];
    int at = 0;
    for (ShardCells shard : shards) {
      for (int row = 0; row < shard.clients(); row++) {
        mixed[at++] = SplitMix64.mix(shard.client(row));
      }
    }
    Arrays.parallelSort(mixed);
    return mixed;
  }

  private static int place(long[] order, long client) {
    return Arrays.binarySearch(order, SplitMix64.mix(client));
  }

  /** Puts a shard's rows where they belong, items numbered and in ascending order. */
  private static void copy(ShardCells shard, long[] order, int[] numbers, ClientItems into) {
    long[] keys = new long[64];
    int from = 0;
    for (int row = 0; row < shard.clients(); row++) {
      int size = shard.size(row);
      keys = size > keys.length ? new long[2 * size] : keys;
      for (int i = 0; i < size; i++) {
        keys[i] = (long) numbers[shard.code(from + i)] << 32 | i;
      }
      Arrays.sort(keys, 0, size);
      int place = place(order, shard.client(row));
      into.clients()[place] = shard.client(row);
      int to = into.starts()[place];
      for (int i = 0; i < size; i++) {
        into.items()[to + i] = (int) (keys[i] >>> 32);
        into.values()[to + i] = shard.value(from + (int) keys[i]);
      }
      from += size;
    }
  }
}
