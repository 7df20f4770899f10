package io.habitus.ingest.log;

import java.util.List;

/**
 * Something that must hold for a row to become an event.
 *
 * @param column name of the column
 * @param test what must hold for its value
 */
public record Condition(String column, Test test) {

  /** Whether the value is compared as a number, so that any other text is at fault. */
  public boolean isNumeric() {
    return switch (test) {
      case Test.Above above -> true;
      case Test.AtLeast least -> true;
      case Test.Below below -> true;
      case Test.AtMost most -> true;
      case Test.OneOf one -> false;
      case Test.NoneOf none -> false;
      case Test.StartsWith start -> false;
      case Test.Present present -> false;
    };
  }

  /** A test of one value; an empty value passes none but {@link Present} (false). */
  public sealed interface Test {
    record Above(double than) implements Test {}

    record AtLeast(double value) implements Test {}

    record Below(double than) implements Test {}

    record AtMost(double value) implements Test {}

    /** Equal, as text, to one of these. */
    record OneOf(List<String> values) implements Test {
      public OneOf {
        values = List.copyOf(values);
      }
    }

    /** Not empty, and equal, as text, to none of these. */
    record NoneOf(List<String> values) implements Test {
      public NoneOf {
        values = List.copyOf(values);
      }
    }

    record StartsWith(String prefix) implements Test {}

    /** Whether there is a value at all. */
    record Present(boolean present) implements Test {}
  }
}
