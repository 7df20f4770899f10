package io.habitus.core.store;

/**
 * Which value a code stands for. Codes below {@link Codes#FIRST_VALUE} are reserved. Codes say
 * nothing about frequency; ties are broken by {@link #compare}, by value, never by code.
 */
public interface Vocabulary {
  /** Number of codes, the reserved ones included; valid codes are 0 … size − 1. */
  int size();

  /** Whether values are integers ({@link #longValue}) rather than strings. */
  boolean isInteger();

  /** The integer that a code stands for. */
  long longValue(int code);

  /** The value as text, for any kind. */
  String text(int code);

  /** The vector of a CODES value: {@code width} integers 0..255. */
  byte[] codes(int code);

  /** Code of an integer value, or {@link Codes#UNKNOWN}. */
  int codeOf(long value);

  /** Code of a text value, or {@link Codes#UNKNOWN}. */
  int codeOf(String value);

  /** Code of a value that was written as {@link #text}, or {@link Codes#UNKNOWN}. */
  default int codeOfText(String text) {
    if (!isInteger()) {
      return codeOf(text);
    }
    try {
      return codeOf(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return Codes.UNKNOWN;
    }
  }

  /** Orders two value codes by value: integers by size, others by their UTF-8 bytes. */
  int compare(int code, int other);
}
