package io.habitus.ingest.load;

import java.util.Arrays;

/** Cuts numbers into quantile buckets. */
final class Buckets {
  private Buckets() {}

  /**
   * Number of smaller numbers · count / number of numbers, so equal numbers share a bucket: what
   * {@link Expressions#bucket} does in SQL.
   *
   * @return bucket 0 … count − 1 of each number, −1 of NaN
   */
  static int[] cut(double[] numbers, int count) {
    double[] sorted =
        Arrays.stream(numbers)
            .filter(number -> !Double.isNaN(number))
            .map(Buckets::unsigned)
            .sorted()
            .toArray();
    int[] buckets = new int[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      buckets[i] =
          Double.isNaN(numbers[i])
              ? -1
              : (int) ((long) smaller(sorted, unsigned(numbers[i])) * count / sorted.length);
    }
    return buckets;
  }

  /** Zero has no sign here. */
  private static double unsigned(double number) {
    return number + 0.0;
  }

  private static int smaller(double[] sorted, double number) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
