package io.habitus.core.schema;

/** What an event field or item attribute holds. All but NUMERIC are dictionary-coded. */
public enum FieldKind {
  /** An id or label, integer or string; stored as a vocabulary code. */
  CATEGORICAL,
  /** A double; NaN where absent. */
  NUMERIC,
  /** A vector of small integers (0..255), such as a quantised text embedding; dictionary-coded. */
  CODES,
  /** Free text; dictionary-coded. */
  TEXT
}
