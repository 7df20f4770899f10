package io.habitus.evaluation.interval;

/**
 * How intervals are made.
 *
 * @param resamples draws of all clients with replacement; 0 for no intervals
 * @param confidence such as 0.95
 * @param seed same seed, same intervals, for any number of threads
 */
public record BootstrapOptions(int resamples, double confidence, long seed) {

  public BootstrapOptions {
    if (resamples < 0) {
      throw new IllegalArgumentException("resamples: expected at least 0, found " + resamples);
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence: expected 0 < c < 1, found " + confidence);
    }
  }

  /** 500 resamples, 95 %. */
  public static BootstrapOptions defaults() {
    return new BootstrapOptions(500, 0.95, 1278);
  }

  public static BootstrapOptions none() {
    return new BootstrapOptions(0, 0.95, 0);
  }
}
