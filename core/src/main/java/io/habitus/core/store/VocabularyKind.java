package io.habitus.core.store;

/** What the values of a vocabulary are. */
public enum VocabularyKind {
  /** 64-bit integers. */
  INTEGER,
  /** UTF-8 strings. */
  TEXT,
  /** Vectors of integers 0..255, all of one width. */
  CODES
}
