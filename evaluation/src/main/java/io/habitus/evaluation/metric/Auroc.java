package io.habitus.evaluation.metric;

/**
 * Area under the receiver operating characteristic, with ties exactly (the trapezoid over distinct
 * thresholds): the probability that a positive scores above a negative, half for a tie. Counted in
 * integers, so it does not depend on any order.
 */
public final class Auroc {
  private Auroc() {}

  /**
   * AUROC of scores (clients), none of them NaN.
   *
   * @return 0 where there is one class only, as torchmetrics and the organisers have it
   */
  public static double of(float[] scores, boolean[] positives) {
    if (scores.length != positives.length) {
      throw new IllegalArgumentException(
          "expected as many scores as truths, found %d and %d"
              .formatted(scores.length, positives.length));
    }
    long[] keys = new long[scores.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = FloatOrder.key(scores[i]) << 1 | (positives[i] ? 1 : 0);
    }
    FloatOrder.sort(keys, 0, new long[keys.length]);
    return ofSorted(keys);
  }

  private static double ofSorted(long[] keys) {
    long positives = 0;
    long negatives = 0;
    long twice = 0;
    for (int at = 0; at < keys.length; ) {
      long tiedPositives = 0;
      long tied = 0;
      for (long score = keys[at] >>> 1; at < keys.length && keys[at] >>> 1 == score; at++) {
        tiedPositives += keys[at] & 1;
        tied++;
      }
      twice += tiedPositives * (2 * negatives + tied - tiedPositives);
      positives += tiedPositives;
      negatives += tied - tiedPositives;
    }
    return positives == 0 || negatives == 0 ? 0 : twice / (2.0 * positives * negatives);
  }
}
