package io.habitus.recommend.data;

/** What a model reads of the events of users beside their items, in the model's own codes. */
@FunctionalInterface
public interface ContextCodes {
  /** Of a model that reads items alone. */
  ContextCodes NONE = (user, steps) -> new int[0][];

  /**
   * Codes of some of a user's interactions.
   *
   * @param steps places in the user's history
   * @return (columns)(steps)
   */
  int[][] of(int user, int[] steps);
}
