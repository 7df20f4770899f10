package io.habitus.features.token;

import java.util.List;

/**
 * Which value of a field a token stands for. Values are kept as text, so that they outlive the
 * store in which they were counted.
 *
 * @param field name of the field
 * @param values most frequent first; the first is token {@value #FIRST_VALUE}
 */
public record TokenVocabulary(String field, List<String> values) {
  /** No event here. Never in a sequence. */
  public static final int PAD = 0;

  /** Before the first event. */
  public static final int START = 1;

  /** After the last event. */
  public static final int END = 2;

  /** The event has no value in this field. */
  public static final int ABSENT = 3;

  /** A value that was too rare to be kept, or that did not occur when the tokens were fitted. */
  public static final int OTHER = 4;

  public static final int FIRST_VALUE = 5;

  /** Values that a vocabulary can keep: tokens are unsigned 16-bit integers. */
  public static final int MOST_VALUES = (1 << 16) - FIRST_VALUE;

  private static final List<String> RESERVED =
      List.of("(padding)", "(start)", "(end)", "(absent)", "(other)");

  public TokenVocabulary {
    values = List.copyOf(values);
    if (values.size() > MOST_VALUES) {
      throw new IllegalArgumentException(
          "%s: expected at most %d values, found %d".formatted(field, MOST_VALUES, values.size()));
    }
  }

  /** Number of tokens, the reserved ones included. */
  public int size() {
    return FIRST_VALUE + values.size();
  }

  /** What a token stands for, for people. */
  public String text(int token) {
    return token < FIRST_VALUE ? RESERVED.get(token) : values.get(token - FIRST_VALUE);
  }
}
