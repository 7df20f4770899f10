package io.habitus.evaluation.interval;

import java.util.Arrays;

/**
 * A percentile interval (Efron 1979): the middle part of a score's values over resamples.
 *
 * @param low its lower end
 * @param high its upper end
 * @param confidence the share of resamples within
 * @param standardError standard deviation over resamples
 */
public record Interval(double low, double high, double confidence, double standardError) {

  /** Of at least one value; they need no order. */
  public static Interval of(double[] values, double confidence) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double tail = (1 - confidence) / 2;
    double mean = Arrays.stream(sorted).sum() / sorted.length;
    double squares = Arrays.stream(sorted).map(v -> (v - mean) * (v - mean)).sum();
    return new Interval(
        quantile(sorted, tail),
        quantile(sorted, 1 - tail),
        confidence,
        Math.sqrt(squares / Math.max(1, sorted.length - 1)));
  }

  /** Linear between neighbours, as NumPy's default. */
  private static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  public boolean contains(double value) {
    return low <= value && value <= high;
  }
}
