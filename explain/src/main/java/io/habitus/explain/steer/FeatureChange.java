package io.habitus.explain.steer;

/**
 * What becomes of a feature's activation z.
 *
 * @param feature its number
 * @param kind how
 * @param amount how much
 */
public record FeatureChange(int feature, Kind kind, double amount) {

  /** Kinds of changes. */
  public enum Kind {
    /** z becomes the amount. */
    SET,
    /** The amount is added to z. */
    ADD
  }

  /** The feature's activation becomes {@code amount}. */
  public static FeatureChange set(int feature, double amount) {
    return new FeatureChange(feature, Kind.SET, amount);
  }

  /** {@code amount} is added to the feature's activation. */
  public static FeatureChange add(int feature, double amount) {
    return new FeatureChange(feature, Kind.ADD, amount);
  }

  /** The feature is switched off. */
  public static FeatureChange remove(int feature) {
    return set(feature, 0);
  }

  float by(float now) {
    return switch (kind) {
      case SET -> (float) (amount - now);
      case ADD -> (float) amount;
    };
  }
}
