package io.habitus.recommend;

import io.habitus.recommend.data.ContextCodes;
import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.data.ItemIndex;
import java.util.List;

/**
 * Scores every item for what comes next after a history. It knows no users: a new one is asked for
 * by its items, in the same call.
 */
public interface Recommender extends AutoCloseable {
  /** As reports name it. */
  String name();

  /** The items, by the numbers that histories and scores use. */
  ItemIndex items();

  /** Whether it has a score for an item; it recommends no other. */
  boolean ranks(int item);

  /** For one thread. */
  Scorer scorer();

  /** What it reads of some users' events beside their items. */
  default ContextCodes contextOf(Interactions data) {
    return ContextCodes.NONE;
  }

  @Override
  void close();

  /** Gives scores; for one thread. */
  interface Scorer extends AutoCloseable {
    /**
     * Scores all items for each history.
     *
     * @param histories item numbers, oldest first
     * @param row called in the order of the histories, for those that say something to the model:
     *     not for an empty one
     */
    void score(List<int[]> histories, Row row);

    /**
     * The same with what is known of each item's event.
     *
     * @param context (histories)(columns)(items) as {@link Recommender#contextOf} gives it
     */
    default void score(List<int[]> histories, List<int[][]> context, Row row) {
      score(histories, row);
    }

    @Override
    void close();
  }

  /** Takes the scores of one history. */
  @FunctionalInterface
  interface Row {
    /**
     * Called for each history in turn.
     *
     * @param history its place in the list
     * @param scores of item i at {@code at + i}; valid, and free to be written, during the call
     */
    void take(int history, float[] scores, int at);
  }
}
