package io.habitus.features.event;

/**
 * The power transformation of Yeo and Johnson (2000) and its maximum-likelihood λ under normality,
 * from a histogram: exact, because counts have few distinct values.
 */
final class YeoJohnson {
  /**
   * λ is sought in [−20, 20]. Columns of almost only zeros have optima far below; from −20 on, all
   * positive counts are within 1e-6 of each other anyway.
   */
  private static final double BOUND = 20;

  private static final double TOLERANCE = 1e-9;
  private static final double GOLDEN = (3 - Math.sqrt(5)) / 2;

  private YeoJohnson() {}

  /** Equation (2.1) of the paper. */
  static double transform(double x, double lambda) {
    if (x >= 0) {
      return lambda == 0
          ? StrictMath.log1p(x)
          : StrictMath.expm1(lambda * StrictMath.log1p(x)) / lambda;
    }
    double mirrored = 2 - lambda;
    return mirrored == 0
        ? -StrictMath.log1p(-x)
        : -StrictMath.expm1(mirrored * StrictMath.log1p(-x)) / mirrored;
  }

  /**
   * The λ of greatest likelihood; 1 where all values are equal.
   *
   * @param values distinct values
   * @param weights how often each occurs
   */
  static double fit(double[] values, long[] weights) {
    return values.length < 2 ? 1 : minimise(values, weights, -BOUND, BOUND);
  }

  /** Minus the log-likelihood per observation, without its constants. */
  static double loss(double[] values, long[] weights, double lambda) {
    double total = 0;
    double mean = 0;
    double logs = 0;
    double[] transformed = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      transformed[i] = transform(values[i], lambda);
      total += weights[i];
      mean += weights[i] * transformed[i];
      logs += weights[i] * Math.signum(values[i]) * StrictMath.log1p(Math.abs(values[i]));
    }
    mean /= total;
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      squares += weights[i] * (transformed[i] - mean) * (transformed[i] - mean);
    }
    return 0.5 * StrictMath.log(squares / total) - (lambda - 1) * logs / total;
  }

  /**
   * Brent's minimiser (1973, chapter 5): parabolic steps while they shrink the bracket, golden
   * section otherwise.
   */
  private static double minimise(double[] values, long[] weights, double from, double until) {
    double low = from;
    double high = until;
    double best = low + GOLDEN * (high - low);
    double second = best;
    double third = best;
    double fBest = loss(values, weights, best);
    double fSecond = fBest;
    double fThird = fBest;
    double step = 0;
    double lastStep = 0;
    for (int round = 0; round < 200; round++) {
      double middle = (low + high) / 2;
      double tolerance = TOLERANCE * Math.abs(best) + 1e-11;
      if (Math.abs(best - middle) <= 2 * tolerance - (high - low) / 2) {
        break;
      }
      double parabolic = Double.NaN;
      if (Math.abs(lastStep) > tolerance) {
        parabolic = parabolicStep(best, second, third, fBest, fSecond, fThird);
        boolean usable =
            Math.abs(parabolic) < Math.abs(lastStep / 2)
                && best + parabolic > low
                && best + parabolic < high;
        parabolic = usable ? parabolic : Double.NaN;
      }
      lastStep = Double.isNaN(parabolic) ? (best < middle ? high : low) - best : step;
      step = Double.isNaN(parabolic) ? GOLDEN * lastStep : parabolic;
      double tried = best + (Math.abs(step) >= tolerance ? step : Math.copySign(tolerance, step));
      double fTried = loss(values, weights, tried);
      if (fTried <= fBest) {
        if (tried < best) {
          high = best;
        } else {
          low = best;
        }
        third = second;
        fThird = fSecond;
        second = best;
        fSecond = fBest;
        best = tried;
        fBest = fTried;
      } else {
        if (tried < best) {
          low = tried;
        } else {
          high = tried;
        }
        if (fTried <= fSecond || second == best) {
          third = second;
          fThird = fSecond;
          second = tried;
          fSecond = fTried;
        } else if (fTried <= fThird || third == best || third == second) {
          third = tried;
          fThird = fTried;
        }
      }
    }
    return best;
  }

  /** From the best point to the vertex of the parabola through three points; NaN for a line. */
  private static double parabolicStep(
      double best, double second, double third, double fBest, double fSecond, double fThird) {
    double r = (best - second) * (fBest - fThird);
    double q = (best - third) * (fBest - fSecond);
    double numerator = (best - third) * q - (best - second) * r;
    double denominator = 2 * (q - r);
    return denominator == 0 ? Double.NaN : -numerator / denominator;
  }
}
