package io.habitus.ingest.load;

import io.habitus.core.schema.EventType;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.EventColumns;
import io.habitus.ingest.sort.SortedRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes events of sorted rows, coding integers on the way. Safe to use from several threads. */
final class EventCoder {

  /**
   * A field that has values.
   *
   * @param carries (event types) whether the type has the field
   * @param slot that holds it
   * @param coding empty for a number
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Filled(int field, boolean[] carries, int slot, Optional<Coding> coding) {}

  private final Schema schema;
  private final List<Filled> fields = new ArrayList<>();

  EventCoder(BoundLog log, List<Optional<Coding>> codings, Slots slots) {
    schema = log.log().schema();
    for (BoundField field : log.fields()) {
      int slot = slots.slotOf().get(field.index());
      if (slot >= 0) {
        fields.add(
            new Filled(
                field.index(),
                carriers(schema, field.field().name()),
                slot,
                codings.get(field.index())));
      }
    }
    fields.sort(Comparator.comparingInt(Filled::slot)); // so that each slot is looked at once
  }

  private static boolean[] carriers(Schema schema, String field) {
    List<EventType> types = schema.eventTypes();
    boolean[] carries = new boolean[types.size()];
    for (int t = 0; t < carries.length; t++) {
      carries[t] = types.get(t).fields().contains(field);
    }
    return carries;
  }

  CodedEvents code(SortedRows rows) {
    EventColumns events = EventColumns.of(schema, rows.times(), rows.types());
    boolean[] present = {};
    for (int f = 0; f < fields.size(); f++) {
      Filled field = fields.get(f);
      if (f == 0 || field.slot() != fields.get(f - 1).slot()) {
        present = rows.present(field.slot());
      }
      boolean[] filled = filled(field, present, events.types());
      if (field.coding().isEmpty()) {
        copyNumbers(filled, rows.doubles(field.slot()), events.numbers()[field.field()]);
      } else {
        code(field.coding().get(), filled, rows, field.slot(), events.codes()[field.field()]);
      }
    }
    return new CodedEvents(rows.clients(), rows.ends(), events);
  }

  private static boolean[] filled(Filled field, boolean[] present, byte[] types) {
    boolean[] filled = new boolean[present.length];
    for (int i = 0; i < filled.length; i++) {
      filled[i] = present[i] && field.carries()[types[i]];
    }
    return filled;
  }

  private static void copyNumbers(boolean[] filled, double[] values, double[] into) {
    for (int i = 0; i < filled.length; i++) {
      if (filled[i]) {
        into[i] = values[i];
      }
    }
  }

  private static void code(Coding coding, boolean[] filled, SortedRows rows, int slot, int[] into) {
    if (coding.table().isEmpty()) {
      copyCodes(filled, rows.ints(slot), into);
      return;
    }
    LongCodes codes = coding.table().get();
    switch (coding.slotType()) {
      case INT -> codes.get(filled, rows.ints(slot), into);
      case LONG -> codes.get(filled, rows.longs(slot), into);
      case DOUBLE -> throw new IllegalStateException("codes of numbers");
    }
  }

  private static void copyCodes(boolean[] filled, int[] values, int[] into) {
    for (int i = 0; i < filled.length; i++) {
      if (filled[i]) {
        into[i] = values[i];
      }
    }
  }
}
