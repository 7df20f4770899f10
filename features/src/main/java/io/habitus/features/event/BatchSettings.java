package io.habitus.features.event;

import io.habitus.features.batch.LengthBatches;

/**
 * How sequences are cut into batches.
 *
 * @param batchSize clients of a batch; the last one of a pool may have fewer
 * @param maxEvents rows of a client, at most: its newest ones
 * @param shuffle whether order depends on the epoch; without it, a pool's clients come in ascending
 *     order
 * @param seed of the shuffle
 * @param lanes streams that are read side by side by a background thread each. It is part of what
 *     decides the order, unlike the number of processors
 * @param poolBytes vectors that a lane holds while it looks for similar lengths
 * @param bucketGrowth lengths within this factor of each other are shuffled together
 */
public record BatchSettings(
    int batchSize,
    int maxEvents,
    boolean shuffle,
    long seed,
    int lanes,
    long poolBytes,
    double bucketGrowth) {
  public static final int DEFAULT_MAX_EVENTS = 512;

  public BatchSettings {
    if (batchSize < 1 || maxEvents < 1 || lanes < 1 || poolBytes < 1) {
      throw new IllegalArgumentException(
          "expected batchSize, maxEvents, lanes, poolBytes of at least 1, found %d, %d, %d, %d"
              .formatted(batchSize, maxEvents, lanes, poolBytes));
    }
    if (!(bucketGrowth > 1)) {
      throw new IllegalArgumentException("bucketGrowth: expected > 1, found " + bucketGrowth);
    }
  }

  /** Shuffled batches of this size, the newest 512 rows of a client, one lane of 256 MiB. */
  public static BatchSettings training(int batchSize, long seed) {
    return new BatchSettings(batchSize, DEFAULT_MAX_EVENTS, true, seed, 1, 256L << 20, 1.05);
  }

  /** Every client once; within a pool in ascending order but for the grouping by length. */
  public static BatchSettings embedding(int batchSize) {
    return new BatchSettings(batchSize, DEFAULT_MAX_EVENTS, false, 0, 1, 256L << 20, 1.05);
  }

  LengthBatches batches() {
    return new LengthBatches(batchSize, bucketGrowth);
  }

  public BatchSettings withMaxEvents(int other) {
    return new BatchSettings(batchSize, other, shuffle, seed, lanes, poolBytes, bucketGrowth);
  }

  public BatchSettings withPoolBytes(long other) {
    return new BatchSettings(batchSize, maxEvents, shuffle, seed, lanes, other, bucketGrowth);
  }

  public BatchSettings withLanes(int other) {
    return new BatchSettings(batchSize, maxEvents, shuffle, seed, other, poolBytes, bucketGrowth);
  }
}
