package io.habitus.recommend.data;

import java.util.stream.IntStream;

/**
 * Questions to a recommender: what does this user take next, after so many steps?
 *
 * @param users (cases) places in the interactions
 * @param steps (cases) how many of the user's interactions are known; the next one is right
 */
@SuppressWarnings("ArrayRecordComponent")
public record Cases(int[] users, int[] steps) {
  public Cases {
    if (users.length != steps.length) {
      throw new IllegalArgumentException(
          "expected as many users as steps, found %d and %d".formatted(users.length, steps.length));
    }
  }

  public int size() {
    return users.length;
  }

  /** The items that are known. */
  public int[] history(Interactions data, int i) {
    return data.history(users[i], steps[i]);
  }

  /** What a model reads beside the items that are known. */
  public int[][] beside(ContextCodes context, int i) {
    return context.of(users[i], IntStream.range(0, steps[i]).toArray());
  }

  /** The right answer. */
  public int target(Interactions data, int i) {
    return data.item(users[i], steps[i]);
  }
}
