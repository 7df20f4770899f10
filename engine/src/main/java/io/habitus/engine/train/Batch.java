package io.habitus.engine.train;

import java.util.List;

/**
 * One optimiser step's data, cut into shards. The cut depends on the batch alone and never on the
 * number of workers. Valid until the next batch is asked for.
 *
 * @param shards at least one, none empty
 * @param clientIds of the whole batch, for the message about a loss that is not a number
 * @param events real events in it, for the rate
 * @param weight of its loss among the batches of an epoch in reports: what the loss is a mean over,
 *     such as its clients or its tokens
 * @param <S> one shard, as the network reads it
 */
public record Batch<S>(List<S> shards, long[] clientIds, long events, double weight) {
  public Batch {
    shards = List.copyOf(shards);
    if (shards.isEmpty() || !(weight > 0)) {
      throw new IllegalArgumentException(
          "expected at least one shard and a positive weight, found %d and %s"
              .formatted(shards.size(), weight));
    }
  }

  /** A batch whose loss is a mean over its clients. */
  public Batch(List<S> shards, long[] clientIds, long events) {
    this(shards, clientIds, events, clientIds.length);
  }
}
