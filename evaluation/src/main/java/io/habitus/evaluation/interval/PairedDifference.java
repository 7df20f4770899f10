package io.habitus.evaluation.interval;

/**
 * What one profile set scores more than another on the same resamples of the same clients.
 *
 * @param difference of the two scores
 * @param interval of the difference
 * @param p two-sided: twice the share of resamples in which the difference is not of its sign, the
 *     sample itself counted as one more, so at least 2 / (resamples + 1)
 */
public record PairedDifference(double difference, Interval interval, double p) {

  /** What may be said. */
  public enum Claim {
    BETTER,
    WORSE,
    NO_DIFFERENCE_SHOWN
  }

  /**
   * From scores on the same resamples.
   *
   * @param difference the first score minus the second, on all clients
   */
  public static PairedDifference of(
      double difference, double[] first, double[] second, double confidence) {
    if (first.length != second.length) {
      throw new IllegalArgumentException(
          "expected the same resamples, found %d and %d".formatted(first.length, second.length));
    }
    double[] differences = new double[first.length];
    int notPositive = 1;
    int notNegative = 1;
    for (int i = 0; i < first.length; i++) {
      differences[i] = first[i] - second[i];
      notPositive += differences[i] <= 0 ? 1 : 0;
      notNegative += differences[i] >= 0 ? 1 : 0;
    }
    double tail = Math.min(notPositive, notNegative) / (first.length + 1.0);
    return new PairedDifference(
        difference, Interval.of(differences, confidence), Math.min(1, 2 * tail));
  }

  /** "Better" needs an interval that lies above 0. */
  public Claim claim() {
    return interval.low() > 0
        ? Claim.BETTER
        : interval.high() < 0 ? Claim.WORSE : Claim.NO_DIFFERENCE_SHOWN;
  }
}
