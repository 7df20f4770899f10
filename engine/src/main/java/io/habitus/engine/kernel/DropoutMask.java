package io.habitus.engine.kernel;

import io.habitus.core.hash.SplitMix64;

/**
 * A mask for dropout (Srivastava et al. 2014) that is not stored: its elements, 0 or 1/(1 − share),
 * are a function of key and position, computed again for the backward pass. The function is
 * Wellons's 32-bit finaliser {@code lowbias32} with half of the key in its middle.
 *
 * @param key decides all elements
 * @param threshold elements whose 24 random bits are below it are dropped
 * @param kept what the others are
 */
public record DropoutMask(long key, int threshold, float kept) {
  private static final int BITS = 24;
  static final int GOLDEN = 0x9E3779B9;
  static final int FIRST = 0x21F0AAAD;
  static final int SECOND = 0x735A2D97;

  /** Drops a share in [0, 1) of the elements. */
  public static DropoutMask of(double share, long key) {
    return new DropoutMask(key, (int) Math.round(share * (1 << BITS)), (float) (1 / (1 - share)));
  }

  /** A mask of the same share that is independent of this one. */
  public DropoutMask stream(int number) {
    long folded = key ^ (key >>> 32);
    return new DropoutMask(SplitMix64.bits(folded, number + 1L), threshold, kept);
  }

  int low() {
    return (int) key;
  }

  int high() {
    return (int) (key >>> 32);
  }

  /** 0, or what a kept element is multiplied by. */
  public float at(int position) {
    int z = position * GOLDEN + low();
    z ^= z >>> 16;
    z *= FIRST;
    z ^= (z >>> 15) ^ high();
    z *= SECOND;
    z ^= z >>> 15;
    return (z >>> (32 - BITS)) < threshold ? 0 : kept;
  }
}
