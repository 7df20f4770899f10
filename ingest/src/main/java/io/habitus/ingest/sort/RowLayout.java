package io.habitus.ingest.sort;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * A row as bytes: client, time and place (int64 each), type (int8), a bit for each slot that is set
 * where the slot has a value, then the slots. The place orders rows of one client and time; no two
 * rows share it.
 */
public final class RowLayout {
  /** What a slot holds. */
  public enum SlotType {
    INT(Integer.BYTES),
    LONG(Long.BYTES),
    DOUBLE(Double.BYTES);

    private final int bytes;

    SlotType(int bytes) {
      this.bytes = bytes;
    }

    public int bytes() {
      return bytes;
    }
  }

  static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED;
  static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

  static final int CLIENT = 0;
  static final int TIME = 8;
  static final int PLACE = 16;
  static final int TYPE = 24;
  static final int PRESENT = 25;

  private final int[] offsets; // (slots)
  private final int bytes;

  public RowLayout(List<SlotType> slots) {
    offsets = new int[slots.size()];
    int at = PRESENT + presentBytes(slots.size());
    for (int s = 0; s < offsets.length; s++) {
      offsets[s] = at;
      at += slots.get(s).bytes();
    }
    bytes = at;
  }

  private static int presentBytes(int slots) {
    return (slots + Byte.SIZE - 1) / Byte.SIZE;
  }

  /** Bytes of a row without what its slots hold. */
  public static int fixedBytes(int slots) {
    return PRESENT + presentBytes(slots);
  }

  /** Bytes of a row. */
  public int bytes() {
    return bytes;
  }

  int offset(int slot) {
    return offsets[slot];
  }

  /** Where a slot's bit is. */
  static int presentByte(int slot) {
    return PRESENT + slot / Byte.SIZE;
  }

  static int presentBit(int slot) {
    return 1 << (slot % Byte.SIZE);
  }

  /** Marks all slots as empty. */
  void clear(MemorySegment rows, long row) {
    for (int at = PRESENT; at < fixedBytes(offsets.length); at++) {
      rows.set(BYTE, row + at, (byte) 0);
    }
  }
}
