package io.habitus.models.factorisation.matrix;

import io.habitus.core.array.LongList;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import java.util.Arrays;
import java.util.function.LongPredicate;

/** The cells of one shard's clients, by vocabulary code; clients ascend. */
final class ShardCells {
  private final LongList clients = new LongList();
  private int[] sizes = new int[64];
  private int[] codes = new int[1024];
  private float[] values = new float[1024];
  private int cells;

  /** Reads a shard; clients without a cell are left out. */
  static ShardCells read(
      Histories input,
      int shard,
      CellRules rules,
      int[] identity,
      LongPredicate learned,
      RunContext context) {
    ShardCells into = new ShardCells();
    CellReader reader = new CellReader(input, rules, identity);
    try (Histories.Cursor cursor = input.open(shard)) {
      while (cursor.next()) {
        context.checkStopped(MatrixScan.WHAT);
        EventSequence events = cursor.events();
        if (learned.test(events.clientId()) && reader.read(events) > 0) {
          into.append(events.clientId(), reader);
        }
      }
    }
    return into;
  }

  private void append(long client, CellReader reader) {
    int rows = clients.size();
    clients.add(client);
    if (rows == sizes.length) {
      sizes = Arrays.copyOf(sizes, rows + (rows >> 1));
    }
    sizes[rows] = reader.size();
    int needed = Math.addExact(cells, reader.size());
    if (needed > codes.length) {
      int length = Math.max(needed, codes.length + (codes.length >> 1));
      codes = Arrays.copyOf(codes, length);
      values = Arrays.copyOf(values, length);
    }
    System.arraycopy(reader.items(), 0, codes, cells, reader.size());
    System.arraycopy(reader.values(), 0, values, cells, reader.size());
    cells = needed;
  }

  int clients() {
    return clients.size();
  }

  long client(int row) {
    return clients.get(row);
  }

  int size(int row) {
    return sizes[row];
  }

  int cells() {
    return cells;
  }

  int code(int cell) {
    return codes[cell];
  }

  float value(int cell) {
    return values[cell];
  }
}
