package io.habitus.models.sequence;

/**
 * How a batch is cut into shards: client i goes to shard i mod {@code shards}, so that each shard
 * has long and short sequences alike and keeps the batch's order, longest first. It depends on the
 * batch alone and is part of what decides the bits.
 *
 * @param shards how many there are, unless the batch has fewer clients
 */
public record Cut(int shards) {
  public Cut {
    if (shards < 1) {
      throw new IllegalArgumentException("shards: expected at least 1, found " + shards);
    }
  }

  /** Shards of a batch of so many clients; none is empty. */
  public int count(int clients) {
    return Math.min(shards, clients);
  }

  /** Places in the batch of a shard's clients, ascending. */
  public int[] clients(int shard, int batchSize) {
    int count = count(batchSize);
    int[] places = new int[(batchSize - shard + count - 1) / count];
    for (int i = 0; i < places.length; i++) {
      places[i] = shard + i * count;
    }
    return places;
  }
}
