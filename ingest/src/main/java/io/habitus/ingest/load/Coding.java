package io.habitus.ingest.load;

import io.habitus.ingest.sort.RowLayout.SlotType;
import java.util.Optional;

/**
 * How a field's values get their codes: integers by a table in Java, while events are written; all
 * others by a join in DuckDB with the relation (value, code).
 *
 * @param relation of the codes; empty where only the table has them
 * @param table of integer codes
 * @param narrow whether all integers have 32 bits
 */
record Coding(Optional<String> relation, Optional<LongCodes> table, boolean narrow) {

  static Coding joined(String relation) {
    return new Coding(Optional.of(relation), Optional.empty(), false);
  }

  /** What a row carries: a code, or an integer to be coded. */
  SlotType slotType() {
    return table.isPresent() && !narrow ? SlotType.LONG : SlotType.INT;
  }
}
