package io.habitus.ingest.load;

import io.habitus.core.run.Progress;
import io.habitus.core.schema.EventType;
import io.habitus.core.store.EventWriter;
import io.habitus.ingest.sql.ChunkReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBReadableVector;
import org.jspecify.annotations.Nullable;

/** Copies sorted events from DuckDB's chunks to the store, coding integers on the way. */
final class EventLoader implements ChunkReader {
  private static final int FIRST_SLOT = 4;

  /** A row could not be read; the store must not be made. */
  static final class BadRowException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** How a field is read from its slot. */
  private enum Reading {
    CODE,
    INT,
    LONG,
    NUMBER
  }

  /** One field of an event type. */
  private record Carried(int field, int slot, Reading reading, @Nullable LongCodes codes) {}

  private final Carried[][] carried; // (event types, fields that the type carries)
  private final EventWriter writer;
  private final Progress.Step progress;
  private final DuckDBReadableVector[] slots;
  private boolean any;
  private long client;

  EventLoader(
      BoundLog log,
      List<Optional<Coding>> codings,
      Slots slots,
      EventWriter writer,
      Progress.Step progress) {
    this.writer = writer;
    this.progress = progress;
    this.slots = new DuckDBReadableVector[slots.slots().size()];
    List<EventType> types = log.log().schema().eventTypes();
    carried = new Carried[types.size()][];
    for (int t = 0; t < carried.length; t++) {
      List<Carried> fields = new ArrayList<>();
      for (String name : types.get(t).fields()) {
        BoundField field = log.fields().get(log.log().schema().field(name));
        int slot = slots.slotOf().get(field.index());
        if (slot >= 0) {
          fields.add(carried(field, slot, codings.get(field.index())));
        }
      }
      carried[t] = fields.toArray(Carried[]::new);
    }
  }

  private static Carried carried(BoundField field, int slot, Optional<Coding> coding) {
    int f = field.index();
    if (coding.isEmpty()) {
      return new Carried(f, slot, Reading.NUMBER, null);
    }
    LongCodes codes = coding.get().table().orElse(null);
    Reading integers = coding.get().narrow() ? Reading.INT : Reading.LONG;
    return new Carried(f, slot, codes == null ? Reading.CODE : integers, codes);
  }

  @Override
  public void read(DuckDBDataChunkReader chunk) {
    DuckDBReadableVector types = chunk.vector(0);
    DuckDBReadableVector clients = chunk.vector(1);
    DuckDBReadableVector times = chunk.vector(2);
    DuckDBReadableVector places = chunk.vector(3);
    for (int s = 0; s < slots.length; s++) {
      slots[s] = chunk.vector(FIRST_SLOT + s);
    }
    long rows = chunk.rowCount();
    for (long i = 0; i < rows; i++) {
      int type = types.getByte(i);
      if (type < 0) {
        throw new BadRowException();
      }
      long next = clients.getLong(i);
      if (!any || next != client) {
        writer.begin(next);
        client = next;
        any = true;
      }
      writer.add(times.getLong(i), type, places.getLong(i));
      for (Carried field : carried[type]) {
        copy(field, i);
      }
    }
    progress.advance(rows);
  }

  private void copy(Carried field, long i) {
    DuckDBReadableVector slot = slots[field.slot()];
    if (slot.isNull(i)) {
      return; // fields are empty until they are set
    }
    LongCodes codes = field.codes();
    switch (field.reading()) {
      case NUMBER -> writer.number(field.field(), slot.getDouble(i));
      case CODE -> writer.code(field.field(), slot.getInt(i));
      case INT -> writer.code(field.field(), code(codes, slot.getInt(i)));
      case LONG -> writer.code(field.field(), code(codes, slot.getLong(i)));
    }
  }

  private static int code(@Nullable LongCodes codes, long value) {
    if (codes == null) {
      throw new IllegalStateException("an integer field without a table of codes");
    }
    return codes.get(value);
  }
}
