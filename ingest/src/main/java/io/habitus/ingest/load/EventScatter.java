package io.habitus.ingest.load;

import io.habitus.core.run.Progress;
import io.habitus.ingest.sort.RowFiles;
import io.habitus.ingest.sort.RowLayout.SlotType;
import io.habitus.ingest.sql.ChunkReader;
import java.util.List;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBReadableVector;

/** Copies events from DuckDB's chunks, which come in any order, to the files of their shards. */
final class EventScatter implements ChunkReader {
  private static final int FIRST_SLOT = 4;

  /** A row could not be read; the store must not be made. */
  static final class BadRowException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final SlotType[] types; // (slots)
  private final RowFiles rows;
  private final Progress.Step progress;
  private final DuckDBReadableVector[] slots;

  EventScatter(List<SlotType> types, RowFiles rows, Progress.Step progress) {
    this.types = types.toArray(SlotType[]::new);
    this.rows = rows;
    this.progress = progress;
    this.slots = new DuckDBReadableVector[types.size()];
  }

  @Override
  public void read(DuckDBDataChunkReader chunk) {
    DuckDBReadableVector eventTypes = chunk.vector(0);
    DuckDBReadableVector clients = chunk.vector(1);
    DuckDBReadableVector times = chunk.vector(2);
    DuckDBReadableVector places = chunk.vector(3);
    for (int s = 0; s < slots.length; s++) {
      slots[s] = chunk.vector(FIRST_SLOT + s);
    }
    long count = chunk.rowCount();
    for (long i = 0; i < count; i++) {
      int type = eventTypes.getByte(i);
      if (type < 0) {
        throw new BadRowException();
      }
      rows.begin(clients.getLong(i), times.getLong(i), places.getLong(i), type);
      for (int s = 0; s < slots.length; s++) {
        if (!slots[s].isNull(i)) {
          copy(s, i);
        }
      }
    }
    progress.advance(count);
  }

  private void copy(int slot, long i) {
    switch (types[slot]) {
      case INT -> rows.setInt(slot, slots[slot].getInt(i));
      case LONG -> rows.setLong(slot, slots[slot].getLong(i));
      case DOUBLE -> rows.setDouble(slot, slots[slot].getDouble(i));
    }
  }
}
