package io.habitus.engine.train;

import java.util.List;

/**
 * One optimiser step's data, cut into shards. The cut depends on the batch alone and never on the
 * number of workers. Valid until the next batch is asked for.
 *
 * @param shards at least one, none empty
 * @param clientIds of the whole batch, for the message about a loss that is not a number
 * @param events real events in it, for the rate
 * @param <S> one shard, as the network reads it
 */
public record Batch<S>(List<S> shards, long[] clientIds, long events) {
  public Batch {
    shards = List.copyOf(shards);
    if (shards.isEmpty()) {
      throw new IllegalArgumentException("a batch needs at least one shard");
    }
  }
}
