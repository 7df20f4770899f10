package io.habitus.core.store;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** Item attributes in mapped columns, indexed by item code; items beyond them are unknown. */
final class MappedCatalogue implements Catalogue {
  private final MemorySegment[] columns; // (attributes): int32 or double by item code
  private final boolean[] numeric; // (attributes)
  private final List<MappedVocabulary> vocabularies;

  MappedCatalogue(MemorySegment[] columns, boolean[] numeric, List<MappedVocabulary> vocabularies) {
    this.columns = columns;
    this.numeric = numeric;
    this.vocabularies = List.copyOf(vocabularies);
  }

  @Override
  public int code(int attribute, int item) {
    if (numeric[attribute]) {
      throw new IllegalStateException("attribute " + attribute + " is numeric: it has no codes");
    }
    return 4L * item < columns[attribute].byteSize()
        ? columns[attribute].get(ColumnFile.INT, 4L * item)
        : Codes.UNKNOWN;
  }

  @Override
  public double number(int attribute, int item) {
    if (!numeric[attribute]) {
      throw new IllegalStateException("attribute " + attribute + " is not numeric");
    }
    return 8L * item < columns[attribute].byteSize()
        ? columns[attribute].get(ColumnFile.DOUBLE, 8L * item)
        : Double.NaN;
  }

  @Override
  public Vocabulary vocabulary(int attribute) {
    return vocabularies.get(attribute);
  }
}
