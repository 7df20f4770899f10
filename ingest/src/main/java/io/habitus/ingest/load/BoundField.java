package io.habitus.ingest.load;

import io.habitus.core.schema.Field;
import io.habitus.core.store.VocabularyKind;

/**
 * An event field or item attribute with the kind of its values in this log.
 *
 * @param index in the schema
 * @param field as declared
 * @param kind of its vocabulary; TEXT, without meaning, for a NUMERIC field
 */
record BoundField(int index, Field field, VocabularyKind kind) {

  boolean isCoded() {
    return switch (field.kind()) {
      case CATEGORICAL, CODES, TEXT -> true;
      case NUMERIC -> false;
    };
  }

  /** DuckDB's type of a raw value. */
  String sqlType() {
    if (!isCoded()) {
      return "DOUBLE";
    }
    return kind == VocabularyKind.INTEGER ? "BIGINT" : "VARCHAR";
  }
}
