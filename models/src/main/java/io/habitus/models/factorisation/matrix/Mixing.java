package io.habitus.models.factorisation.matrix;

import static io.habitus.core.hash.SplitMix64.GAMMA;
import static io.habitus.core.hash.SplitMix64.mix;

/** Random numbers that are functions of a seed and of what they are for, never of an order. */
public final class Mixing {
  private Mixing() {}

  /** A seed for one purpose. */
  public static long seed(long seed, long purpose) {
    return mix(seed * GAMMA + mix(purpose + GAMMA));
  }

  /** The state after {@code state}: {@code mix(next(state))} is a random number. */
  public static long next(long state) {
    return state + GAMMA;
  }

  /** Uniform in [0, 1), from the upper 24 bits. */
  public static float unit(long random) {
    return (random >>> 40) * 0x1p-24f;
  }

  /** Uniform in [0, bound), from the upper 32 bits; the bias is below bound / 2³². */
  public static int below(long random, int bound) {
    return (int) ((random >>> 32) * bound >>> 32);
  }

  /**
   * Fills a row with uniform numbers in [low, low + range).
   *
   * @param row what the row is of: the same row gets the same numbers
   */
  public static void fill(
      long seed, long row, int columns, float low, float range, float[] into, int at) {
    long state = seed(seed, row);
    for (int i = 0; i < columns; i++) {
      state = next(state);
      into[at + i] = low + unit(mix(state)) * range;
    }
  }
}
