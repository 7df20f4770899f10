package io.habitus.engine.graph;

import static io.habitus.core.hash.SplitMix64.GAMMA;
import static io.habitus.core.hash.SplitMix64.mix;

/**
 * Random numbers that are a function of (seed, step, shard, stream, position) and of nothing else:
 * there is no state to share between threads or to save in a checkpoint.
 *
 * @param key mixed from all but the position
 */
public record StepRandom(long key) {
  /** Of one shard of one step. */
  public static StepRandom of(long seed, long step, int shard) {
    return new StepRandom(mix(mix(mix(seed + GAMMA) + step * GAMMA) + (shard + 1L) * GAMMA));
  }

  /** An independent sequence. */
  public StepRandom stream(int number) {
    return new StepRandom(mix(key + (number + 1L) * GAMMA));
  }

  /** 64 bits for a position. */
  public long bits(long position) {
    return mix(key + position * GAMMA);
  }
}
