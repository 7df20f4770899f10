package io.habitus.ingest.load;

import io.habitus.core.file.DiskSpace;
import io.habitus.core.schema.EventType;
import io.habitus.core.store.VocabularyKind;
import io.habitus.ingest.sort.RowLayout;
import io.habitus.ingest.sort.RowLayout.SlotType;
import java.nio.file.Path;

/**
 * About how much an ingestion writes.
 *
 * @param storeBytes for good
 * @param tempBytes while it sorts: the scattered rows, see {@link RowLayout}
 */
record DiskNeed(long storeBytes, long tempBytes) {
  /** Time, type, and a client's share of id and offset. */
  private static final long FIXED_BYTES = 12;

  static DiskNeed of(BoundLog log, long events) {
    long fields = 0;
    for (BoundField field : log.fields()) {
      fields += field.isCoded() ? Integer.BYTES : Double.BYTES;
    }
    long row = RowLayout.fixedBytes(log.fields().size());
    for (SlotType type : SlotType.values()) {
      row += mostTogether(log, type) * type.bytes();
    }
    return new DiskNeed(events * (FIXED_BYTES + fields), events * row);
  }

  /** How many fields of a slot's type an event has at most; those of other events share slots. */
  private static long mostTogether(BoundLog log, SlotType slot) {
    long most = 0;
    for (EventType type : log.log().schema().eventTypes()) {
      long together =
          log.fields().stream()
              .filter(field -> type.fields().contains(field.field().name()))
              .filter(field -> widest(field) == slot)
              .count();
      most = Math.max(most, together);
    }
    return most;
  }

  /** Integers may turn out to need 32 bits only. */
  private static SlotType widest(BoundField field) {
    if (!field.isCoded()) {
      return SlotType.DOUBLE;
    }
    return field.kind() == VocabularyKind.INTEGER ? SlotType.LONG : SlotType.INT;
  }

  void check(DiskSpace disk, Path store, Path temp) {
    disk.require(store, storeBytes, temp, tempBytes);
  }
}
