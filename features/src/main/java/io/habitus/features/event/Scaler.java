package io.habitus.features.event;

/**
 * One column's scaling to [−1, 1]: a transform, then min–max. Values outside the fitted range leave
 * [−1, 1], as with scikit-learn's scalers.
 *
 * @param transform what comes before min–max
 * @param lambda of Yeo-Johnson, 1 elsewhere
 * @param min least transformed value that was seen
 * @param max greatest transformed value that was seen
 */
public record Scaler(Transform transform, double lambda, double min, double max) {

  /** What comes before min–max. */
  public enum Transform {
    /** Neither a transform nor min–max: flags. */
    NONE,
    /** Min–max alone. */
    MIN_MAX,
    /** ln(1 + x). */
    LOG1P,
    /** Yeo and Johnson (2000), "A new family of power transformations", equation for λ. */
    YEO_JOHNSON
  }

  static final Scaler NONE = new Scaler(Transform.NONE, 1, 0, 1);

  public Scaler {
    if (!(min <= max)) {
      throw new IllegalArgumentException("expected min <= max, found " + min + " and " + max);
    }
  }

  /** Min–max of a known range. */
  static Scaler minMax(double min, double max) {
    return new Scaler(Transform.MIN_MAX, 1, min, max);
  }

  static Scaler log1p(double min, double max) {
    return new Scaler(Transform.LOG1P, 1, Math.log1p(min), Math.log1p(max));
  }

  static Scaler yeoJohnson(double lambda, double min, double max) {
    double low = YeoJohnson.transform(min, lambda);
    return new Scaler(
        Transform.YEO_JOHNSON, lambda, low, Math.max(low, YeoJohnson.transform(max, lambda)));
  }

  /** The scaled value. */
  public double apply(double x) {
    return switch (transform) {
      case NONE -> x;
      case MIN_MAX -> scale(x);
      case LOG1P -> scale(Math.log1p(x));
      case YEO_JOHNSON -> scale(YeoJohnson.transform(x, lambda));
    };
  }

  /** A constant column becomes −1, as with scikit-learn. */
  private double scale(double x) {
    double range = max == min ? 1 : max - min;
    return (x - min) * 2 / range - 1;
  }
}
