package io.habitus.ingest.load;

import io.habitus.core.schema.EventType;
import io.habitus.ingest.sort.RowLayout.SlotType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Columns that events are sorted with. Fields of one type that no event type carries together share
 * a column: a search has no item, so sorting need not move an empty one.
 *
 * @param slots one for each column
 * @param slotOf (fields) column of each field; −1 for one without values
 */
record Slots(List<Slot> slots, List<Integer> slotOf) {

  /** A column and the fields that share it. */
  record Slot(SlotType type, Set<String> fields) {
    /** DuckDB's name of the type. */
    String sqlType() {
      return Slots.sqlType(type);
    }
  }

  static String sqlType(SlotType type) {
    return switch (type) {
      case INT -> "INTEGER";
      case LONG -> "BIGINT";
      case DOUBLE -> "DOUBLE";
    };
  }

  List<SlotType> types() {
    return slots.stream().map(Slot::type).toList();
  }

  static Slots of(BoundLog log, List<Optional<Coding>> codings) {
    List<Slot> slots = new ArrayList<>();
    List<Integer> slotOf = new ArrayList<>();
    for (BoundField field : log.fields()) {
      Optional<Coding> coding = codings.get(field.index());
      if (field.isCoded() && coding.isEmpty()) {
        slotOf.add(-1);
        continue;
      }
      SlotType type = field.isCoded() ? coding.orElseThrow().slotType() : SlotType.DOUBLE;
      int slot = free(log, slots, type, field.field().name());
      if (slot == slots.size()) {
        slots.add(new Slot(type, new HashSet<>()));
      }
      slots.get(slot).fields().add(field.field().name());
      slotOf.add(slot);
    }
    return new Slots(List.copyOf(slots), List.copyOf(slotOf));
  }

  private static int free(BoundLog log, List<Slot> slots, SlotType type, String field) {
    for (int s = 0; s < slots.size(); s++) {
      Slot slot = slots.get(s);
      if (slot.type() == type
          && slot.fields().stream().noneMatch(other -> areTogether(log, field, other))) {
        return s;
      }
    }
    return slots.size();
  }

  private static boolean areTogether(BoundLog log, String field, String other) {
    for (EventType type : log.log().schema().eventTypes()) {
      if (type.fields().contains(field) && type.fields().contains(other)) {
        return true;
      }
    }
    return false;
  }
}
