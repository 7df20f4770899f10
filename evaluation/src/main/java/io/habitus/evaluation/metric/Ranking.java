package io.habitus.evaluation.metric;

/**
 * Clients in ascending order of one score, with its ties: sorted once, used for as many weightings
 * as one likes.
 *
 * <p>Weighted AUROC is the probability that a positive client scores above a negative one (half for
 * a tie), both drawn in proportion to their weights; with integer weights it is the AUROC of the
 * sample in which every client occurs that often (Fawcett 2006, "An introduction to ROC analysis").
 */
public final class Ranking {
  private final int[] order;
  private final boolean[] endsTie;

  private Ranking(int[] order, boolean[] endsTie) {
    this.order = order;
    this.endsTie = endsTie;
  }

  /** Ranks scores (clients), none of them NaN. */
  public static Ranking of(float[] scores) {
    int n = scores.length;
    long[] keys = new long[n];
    for (int i = 0; i < n; i++) {
      keys[i] = FloatOrder.key(scores[i]) << 31 | i;
    }
    FloatOrder.sort(keys, 31, new long[n]);
    int[] order = new int[n];
    boolean[] endsTie = new boolean[n];
    for (int i = 0; i < n; i++) {
      order[i] = (int) keys[i] & Integer.MAX_VALUE;
      endsTie[i] = i == n - 1 || keys[i] >>> 31 != keys[i + 1] >>> 31;
    }
    return new Ranking(order, endsTie);
  }

  public int size() {
    return order.length;
  }

  /** Row of the client at a position in ascending order. */
  int row(int position) {
    return order[position];
  }

  /** Whether the next position has a higher score. */
  boolean endsTie(int position) {
    return endsTie[position];
  }

  /** Positives in the order of scores; what {@link #auroc(boolean[], byte[])} takes. */
  public boolean[] arrange(boolean[] positives) {
    boolean[] arranged = new boolean[order.length];
    for (int i = 0; i < order.length; i++) {
      arranged[i] = positives[order[i]];
    }
    return arranged;
  }

  /**
   * AUROC of the sample in which client {@code row} occurs {@code weights[row]} times.
   *
   * @param arranged positives by position, from {@link #arrange}
   * @param weights (clients), not negative
   * @return NaN where the sample has one class only
   */
  public double auroc(boolean[] arranged, byte[] weights) {
    long positives = 0;
    long negatives = 0;
    long tiedPositives = 0;
    long tiedNegatives = 0;
    long twice = 0; // twice the weight of pairs in the right order, ties once
    for (int i = 0; i < order.length; i++) {
      long weight = weights[order[i]];
      long positive = arranged[i] ? weight : 0;
      tiedPositives += positive;
      tiedNegatives += weight - positive;
      if (endsTie[i]) {
        twice += tiedPositives * (2 * negatives + tiedNegatives);
        positives += tiedPositives;
        negatives += tiedNegatives;
        tiedPositives = 0;
        tiedNegatives = 0;
      }
    }
    return twice / (2.0 * positives * negatives); // 0/0 is NaN
  }
}
