package io.habitus.ingest.load;

import io.habitus.core.run.Progress;
import io.habitus.core.store.EventWriter;
import io.habitus.ingest.sql.ChunkReader;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBReadableVector;

/** Copies sorted events from DuckDB's chunks to the store. */
final class EventLoader implements ChunkReader {
  private static final int FIRST_FIELD = 4;

  /** A row could not be read; the store must not be made. */
  static final class BadRowException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final boolean[] coded; // (fields)
  private final EventWriter writer;
  private final Progress.Step progress;
  private final DuckDBReadableVector[] fields;
  private boolean any;
  private long client;

  EventLoader(BoundLog log, EventWriter writer, Progress.Step progress) {
    this.writer = writer;
    this.progress = progress;
    coded = new boolean[log.fields().size()];
    for (BoundField field : log.fields()) {
      coded[field.index()] = field.isCoded();
    }
    fields = new DuckDBReadableVector[coded.length];
  }

  @Override
  public void read(DuckDBDataChunkReader chunk) {
    DuckDBReadableVector shards = chunk.vector(0);
    DuckDBReadableVector clients = chunk.vector(1);
    DuckDBReadableVector times = chunk.vector(2);
    DuckDBReadableVector types = chunk.vector(3);
    for (int f = 0; f < fields.length; f++) {
      fields[f] = chunk.vector(FIRST_FIELD + f);
    }
    long rows = chunk.rowCount();
    for (long i = 0; i < rows; i++) {
      if (shards.getInt(i) < 0) {
        throw new BadRowException();
      }
      long next = clients.getLong(i);
      if (!any || next != client) {
        writer.begin(next);
        client = next;
        any = true;
      }
      writer.add(times.getLong(i), types.getInt(i));
      copyFields(i);
    }
    progress.advance(rows);
  }

  private void copyFields(long i) {
    for (int f = 0; f < fields.length; f++) {
      if (coded[f]) {
        writer.code(f, fields[f].getInt(i));
      } else if (!fields[f].isNull(i)) {
        writer.number(f, fields[f].getDouble(i));
      }
    }
  }
}
