package io.habitus.ingest.shop;

/**
 * A one-to-one renaming of 0 … size − 1 as (factor · index + shift) mod modulus, so that an id says
 * nothing about what it names.
 */
final class Ids {
  private final int size;
  private final long modulus;
  private final long factor;
  private final long shift;

  /**
   * Begins a renaming.
   *
   * @param size how many indices there are
   * @param spread ids lie in 0 … size · spread − 1
   */
  Ids(int size, int spread, Draws draws) {
    this.size = size;
    modulus = (long) size * spread;
    long candidate = 1 + (long) (draws.unit() * modulus);
    while (gcd(candidate, modulus) != 1) {
      candidate++;
    }
    factor = candidate;
    shift = (long) (draws.unit() * modulus);
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** The ids of 0 … size − 1, computed once: writing reads one or two per event. */
  long[] all() {
    long[] ids = new long[size];
    for (int index = 0; index < size; index++) {
      ids[index] = id(index);
    }
    return ids;
  }

  long id(int index) {
    // In two parts: factor < 2^36 times index < 2^31 would overflow.
    return Math.floorMod(
        Math.floorMod(factor * (index >>> 16), modulus) * 65_536 % modulus
            + factor * (index & 0xffff) % modulus
            + shift,
        modulus);
  }
}
