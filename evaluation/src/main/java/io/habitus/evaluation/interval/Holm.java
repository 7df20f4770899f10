package io.habitus.evaluation.interval;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holm's correction (1979) of several p-values: with the corrected ones, the chance that any of the
 * differences called real at a level is not real is at most that level, however the comparisons
 * depend on one another.
 */
public final class Holm {
  private Holm() {}

  /** The corrected values, in the same order: the i-th smallest of n times n − i + 1, ascending. */
  public static double[] correct(double[] p) {
    int[] order =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] corrected = new double[p.length];
    double largest = 0;
    for (int rank = 0; rank < order.length; rank++) {
      largest = Math.max(largest, Math.min(1, p[order[rank]] * (p.length - rank)));
      corrected[order[rank]] = largest;
    }
    return corrected;
  }
}
