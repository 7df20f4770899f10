package io.habitus.evaluation.result;

/**
 * A client by its id, to look up what lies behind a score. There are none unless they were asked
 * for.
 *
 * @param kind why this one
 * @param client its id, or the code of a string id
 * @param label of the task
 * @param predicted the probability, or the number
 * @param actual 1 where it happened, or the number
 */
public record ExampleClient(Kind kind, long client, String label, double predicted, double actual) {

  /** What it is an example of. */
  public enum Kind {
    /** Held for the likeliest, and it happened. */
    SURE_AND_RIGHT,
    /** Held for the likeliest, and it did not happen. */
    SURE_AND_WRONG,
    /** Held for the least likely, and it happened. */
    MISSED,
    /** A number that was predicted too high by most. */
    TOO_HIGH,
    /** A number that was predicted too low by most. */
    TOO_LOW
  }
}
