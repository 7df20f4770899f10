package io.habitus.core.store;

/**
 * Which shard a client is in. The hash is a Lehmer step, which tools without overflowing integers
 * can compute too: ((client mod M + M) mod M) · 48271 mod M mod shards, with M = 2^31 − 1.
 */
public final class Shards {
  public static final long MODULUS = 2_147_483_647L;
  public static final long MULTIPLIER = 48_271L;

  /** Events that a shard should hold at most, so that a shard is minutes, not hours, of work. */
  private static final long EVENTS_PER_SHARD = 1_000_000L;

  private static final int MOST = 256;

  private Shards() {}

  public static int of(long client, int shards) {
    return (int) (Math.floorMod(client, MODULUS) * MULTIPLIER % MODULUS % shards);
  }

  /** Number of shards for a log of this many events: a power of two, 8 … 256. */
  public static int forEvents(long events) {
    int shards = 8;
    while (shards < MOST && events > shards * EVENTS_PER_SHARD) {
      shards *= 2;
    }
    return shards;
  }
}
