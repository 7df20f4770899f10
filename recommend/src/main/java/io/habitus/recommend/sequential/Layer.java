package io.habitus.recommend.sequential;

import io.habitus.core.problem.UsageException;

/**
 * A place in the network whose states can be read and changed.
 *
 * @param depth layers of the transformer that come before it, from 1; {@link #OUTPUT}'s is larger
 *     than any
 */
public record Layer(int depth) {
  /** After the last normalisation: the states that items' vectors are multiplied with. */
  public static final Layer OUTPUT = new Layer(Integer.MAX_VALUE);

  private static final String LAST = "output";

  public Layer {
    if (depth < 1) {
      throw new IllegalArgumentException("layer: expected at least 1, found " + depth);
    }
  }

  /**
   * From {@link #text}.
   *
   * @throws UsageException if it is something else
   */
  public static Layer parse(String text) {
    if (text.equals(LAST)) {
      return OUTPUT;
    }
    if (!text.matches("[1-9]\\d{0,4}")) {
      throw new UsageException(
          "layer: expected %s or a number from 1, found %s".formatted(LAST, text));
    }
    return new Layer(Integer.parseInt(text));
  }

  /** Its number, or {@code output}. */
  public String text() {
    return equals(OUTPUT) ? LAST : Integer.toString(depth);
  }

  /** This, if a network of so many layers has it. */
  Layer within(int layers) {
    if (!equals(OUTPUT) && depth > layers) {
      throw new UsageException(
          "layer: expected 1 to %d or %s, found %d".formatted(layers, LAST, depth));
    }
    return this;
  }
}
