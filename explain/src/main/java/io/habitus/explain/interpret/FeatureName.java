package io.habitus.explain.interpret;

/**
 * A name that was found by looking, and how sure it is. The numbers are of units that had no part
 * in choosing the name.
 *
 * @param text the attribute that the feature detects best
 * @param sure how sure
 * @param detection of that attribute
 */
public record FeatureName(String text, Sureness sure, Detection detection) {

  /** How sure a name is. */
  public enum Sureness {
    /** AUROC of at least 0.9 on the other half. */
    SURE,
    /** AUROC of at least 0.75 there. */
    LIKELY,
    /** More than chance on the first half, less than 0.75 on the other. */
    GUESS;

    /** For readers. */
    public String word() {
      return switch (this) {
        case SURE -> "sure";
        case LIKELY -> "likely";
        case GUESS -> "a guess";
      };
    }

    static Sureness of(double auroc) {
      return auroc >= 0.9 ? SURE : auroc >= Detectors.CLEAR ? LIKELY : GUESS;
    }
  }
}
