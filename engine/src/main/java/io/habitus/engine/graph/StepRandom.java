package io.habitus.engine.graph;

/**
 * Random numbers that are a function of (seed, step, shard, stream, position) and of nothing else:
 * there is no state to share between threads or to save in a checkpoint.
 *
 * @param key mixed from all but the position
 */
public record StepRandom(long key) {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** Of one shard of one step. */
  public static StepRandom of(long seed, long step, int shard) {
    return new StepRandom(mix(mix(mix(seed + GOLDEN) + step * GOLDEN) + (shard + 1L) * GOLDEN));
  }

  /** An independent sequence. */
  public StepRandom stream(int number) {
    return new StepRandom(mix(key + (number + 1L) * GOLDEN));
  }

  /** 64 bits for a position. */
  public long bits(long position) {
    return mix(key + position * GOLDEN);
  }

  /** SplitMix64's finaliser (Steele, Lea and Flood 2014). */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
