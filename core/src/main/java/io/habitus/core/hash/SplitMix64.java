package io.habitus.core.hash;

/**
 * The parts of SplitMix64 (Steele, Lea and Flood 2014): random numbers without an order, for any
 * number of threads.
 */
public final class SplitMix64 {
  /** What its counter advances by: 2⁶⁴ divided by the golden ratio, made odd. */
  public static final long GAMMA = 0x9E3779B97F4A7C15L;

  private SplitMix64() {}

  /** Its finaliser: a permutation of 64 bits, in which every bit decides about all others. */
  public static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** 64 random bits of a seed and an id, such as a client's. */
  public static long bits(long seed, long id) {
    return mix(id * GAMMA + seed);
  }

  /** Uniform in [0, 1), of a seed and an id. */
  public static double unit(long seed, long id) {
    return (bits(seed, id) >>> 11) * 0x1p-53;
  }
}
