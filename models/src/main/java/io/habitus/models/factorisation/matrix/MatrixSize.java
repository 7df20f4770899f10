package io.habitus.models.factorisation.matrix;

import io.habitus.core.run.Parallel;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Codes;
import io.habitus.core.store.Histories;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/**
 * How large a matrix is, known before it is read.
 *
 * @param clients rows
 * @param items columns
 * @param cells of all rows
 */
public record MatrixSize(long clients, long items, long cells) {
  static final String WHAT = "counting the cells of the client × item matrix";

  /** Of a matrix that is there. */
  public static MatrixSize of(ClientItems matrix) {
    return new MatrixSize(matrix.clientCount(), matrix.itemCount(), matrix.cells());
  }

  /**
   * At least as large as the matrix will be, without reading an event: by what the store says of
   * itself. A cell has an event at least, and all of its events count.
   */
  public static MatrixSize atMost(Histories input, CellRules rules) {
    float[] weights = rules.weights().byType(input.schema());
    long cells = 0;
    for (int type = 0; type < weights.length; type++) {
      long events = weights[type] == 0 ? 0 : input.mostEvents(type);
      cells = events > Long.MAX_VALUE - cells ? Long.MAX_VALUE : cells + events;
    }
    int items = rules.items().codes(input).vocabulary().size() - Codes.FIRST_VALUE;
    return new MatrixSize(Math.min(input.mostClients(), cells), Math.max(0, items), cells);
  }

  /**
   * As large as the matrix will be, by reading all events without keeping any.
   *
   * @param learned which clients have rows
   * @throws io.habitus.core.problem.UsageException if it has more cells than fit into an array
   */
  public static MatrixSize counted(
      Histories input, CellRules rules, LongPredicate learned, RunContext context) {
    int size = rules.items().codes(input).vocabulary().size();
    int[] identity = IntStream.range(0, size).toArray();
    List<Shard> shards =
        Parallel.map(
            WHAT,
            "shards",
            input.shardCount(),
            context,
            shard -> Shard.count(input, shard, rules, identity, learned, context));
    BitSet used = new BitSet(size);
    shards.forEach(shard -> used.or(shard.used));
    used.clear(0, Math.min(size, Codes.FIRST_VALUE));
    long cells = shards.stream().mapToLong(Shard::cells).sum();
    long clients = shards.stream().mapToLong(Shard::clients).sum();
    return new MatrixSize(clients, used.cardinality(), ClientItems.checkedCells(cells));
  }

  private record Shard(long clients, long cells, BitSet used) {
    static Shard count(
        Histories input,
        int shard,
        CellRules rules,
        int[] identity,
        LongPredicate learned,
        RunContext context) {
      CellReader reader = new CellReader(input, rules, identity);
      BitSet used = new BitSet(identity.length);
      long clients = 0;
      long cells = 0;
      try (Histories.Cursor cursor = input.open(shard)) {
        while (cursor.next()) {
          context.checkStopped(WHAT);
          int found = learned.test(cursor.events().clientId()) ? reader.read(cursor.events()) : 0;
          for (int cell = 0; cell < found; cell++) {
            used.set(reader.items()[cell]);
          }
          clients += found > 0 ? 1 : 0;
          cells += found;
        }
      }
      return new Shard(clients, cells, used);
    }
  }
}
