package io.habitus.features.token;

import io.habitus.core.store.Codes;

/** Values as codes (those of {@link Codes}, then one for each value), and what they mean. */
interface Values {
  /** Number of codes, the reserved ones included. */
  int size();

  /** The value of a code as text. */
  String text(int code);

  /** Inverse of {@link #text}; {@link Codes#UNKNOWN} where there is no such value. */
  int codeOfText(String text);

  /** Orders value codes by value. */
  int compare(int code, int other);

  /** Whether only frequent values are kept: an open set of ids, such as items. */
  boolean isOpen();

  /** The integers 0 … 255 of a code vector. */
  record Bytes() implements Values {
    @Override
    public int size() {
      return Codes.FIRST_VALUE + 256;
    }

    @Override
    public String text(int code) {
      return Integer.toString(code - Codes.FIRST_VALUE);
    }

    @Override
    public int codeOfText(String text) {
      return Codes.FIRST_VALUE + Integer.parseInt(text);
    }

    @Override
    public int compare(int code, int other) {
      return Integer.compare(code, other);
    }

    @Override
    public boolean isOpen() {
      return false;
    }
  }
}
