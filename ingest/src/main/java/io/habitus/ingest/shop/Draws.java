package io.habitus.ingest.shop;

import static io.habitus.core.hash.SplitMix64.GAMMA;
import static io.habitus.core.hash.SplitMix64.mix;

/**
 * Random numbers of one (seed, stream, client, day), whoever asks for them and in which thread:
 * SplitMix64 (Steele, Lea, Flood 2014) started at a hash of that position. Not thread-safe; one per
 * worker, moved with {@link #at}.
 */
final class Draws {
  private static final double UNIT = 0x1.0p-53;

  private long state;

  /** Moves to a position. */
  Draws at(long seed, int stream, long client, long day) {
    long hash = mix(seed + GAMMA * (stream + 1L));
    hash = mix(hash ^ (client + 1) * 0xD1342543DE82EF95L);
    state = mix(hash ^ (day + 1) * 0xA0761D6478BD642FL);
    return this;
  }

  long bits() {
    state += GAMMA;
    return mix(state);
  }

  /** Uniform in [0, 1). */
  double unit() {
    return (bits() >>> 11) * UNIT;
  }

  boolean chance(double probability) {
    return unit() < probability;
  }

  /** Uniform in 0 … bound − 1; the bias is below bound / 2^31. */
  int below(int bound) {
    return (int) (((bits() >>> 33) * bound) >>> 31);
  }

  /** Standard normal from {@link Curves}' quantiles: |x| &lt; 3.7. */
  float normal() {
    return Curves.NORMAL[(int) (bits() >>> 52)];
  }

  /** Exponential with mean 1 from {@link Curves}' quantiles: x &lt; 9. */
  float exponential() {
    return Curves.EXPONENTIAL[(int) (bits() >>> 52)];
  }
}
