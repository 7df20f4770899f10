package io.habitus.ingest.load;

import java.util.Set;

/** What DuckDB's type of a column means for us. */
enum ColumnKind {
  INTEGER,
  /** Integers that need not fit into 64 bits with a sign. */
  WIDE,
  FLOATING,
  TEXT,
  TIMESTAMP,
  INSTANT,
  DATE,
  LIST,
  OTHER;

  private static final Set<String> INTEGERS =
      Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER");

  static ColumnKind of(String type) {
    if (INTEGERS.contains(type)) {
      return INTEGER;
    }
    if (type.equals("DOUBLE") || type.equals("FLOAT") || type.startsWith("DECIMAL")) {
      return FLOATING;
    }
    if (type.endsWith("]")) {
      return LIST;
    }
    return switch (type) {
      case "UBIGINT", "HUGEINT", "UHUGEINT" -> WIDE;
      case "VARCHAR" -> TEXT;
      case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" -> TIMESTAMP;
      case "TIMESTAMP WITH TIME ZONE" -> INSTANT;
      case "DATE" -> DATE;
      default -> OTHER;
    };
  }
}
