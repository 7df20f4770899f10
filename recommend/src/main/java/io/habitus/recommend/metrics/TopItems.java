package io.habitus.recommend.metrics;

/**
 * The k items of the highest scores, best first; of equal scores the smaller number is better.
 * Negative infinity is no score. For one thread.
 */
public final class TopItems {
  private final int most;
  private final int[] items;
  private final float[] scores;
  private int size;

  /** Of at most this many items. */
  public TopItems(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("expected at least one item, found " + most);
    }
    this.most = most;
    items = new int[most];
    scores = new float[most];
  }

  /** Looks at the scores of items 0 … count − 1. */
  public void select(float[] all, int at, int count) {
    size = 0;
    for (int item = 0; item < count; item++) {
      float score = all[at + item];
      if (score > Float.NEGATIVE_INFINITY && (size < most || score > scores[size - 1])) {
        insert(item, score);
      }
    }
  }

  /** Items come in ascending order, so one that equals another stands behind it. */
  private void insert(int item, float score) {
    int place = size < most ? size++ : most - 1;
    while (place > 0 && scores[place - 1] < score) {
      scores[place] = scores[place - 1];
      items[place] = items[place - 1];
      place--;
    }
    scores[place] = score;
    items[place] = item;
  }

  /** How many were found. */
  public int size() {
    return size;
  }

  /** The item at a place, 0 for the best. */
  public int item(int place) {
    return items[place];
  }

  public float score(int place) {
    return scores[place];
  }

  /** The rank of an item, 1 for the best, among all items with a score; 0 where it has none. */
  public static int rank(float[] all, int at, int count, int item) {
    float score = all[at + item];
    if (!(score > Float.NEGATIVE_INFINITY)) {
      return 0;
    }
    int rank = 1;
    for (int other = 0; other < item; other++) {
      rank += all[at + other] >= score ? 1 : 0;
    }
    for (int other = item + 1; other < count; other++) {
      rank += all[at + other] > score ? 1 : 0;
    }
    return rank;
  }
}
