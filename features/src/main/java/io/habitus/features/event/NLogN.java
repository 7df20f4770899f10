package io.habitus.features.event;

/**
 * n · log2(n) in units of 2⁻²⁸. As integers these sums are exact: the same for any order and any
 * number of threads, and they can be updated without drift. The sum of a group of up to 2²⁸ events
 * stays below 2⁶³.
 */
final class NLogN {
  private static final double UNIT = 1L << 28;
  private static final double LN2 = StrictMath.log(2);
  private static final long[] SMALL = new long[4096];

  static {
    for (int n = 1; n < SMALL.length; n++) {
      SMALL[n] = compute(n);
    }
  }

  private NLogN() {}

  static long of(int n) {
    return n < SMALL.length ? SMALL[n] : compute(n);
  }

  /**
   * Shannon entropy in bits of counts n_1 … n_k.
   *
   * @param n their sum
   * @param sum of {@link #of}(n_i)
   */
  static double entropy(int n, long sum) {
    long whole = of(n);
    return whole <= sum ? 0 : (whole - sum) / (UNIT * n);
  }

  private static long compute(int n) {
    return Math.round(n * (StrictMath.log(n) / LN2) * UNIT);
  }
}
