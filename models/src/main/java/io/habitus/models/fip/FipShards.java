package io.habitus.models.fip;

import io.habitus.engine.recurrent.PackedLengths;
import io.habitus.features.event.BatchPart;
import io.habitus.features.event.SequenceBatch;
import io.habitus.models.sequence.NativeBuffer;
import io.habitus.models.sequence.PackedRows;
import io.habitus.models.sequence.ShardedBatches;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Fills shards with sequences and with what followed. */
final class FipShards implements ShardedBatches.Maker<FipShard> {
  private final float neutralWeight;
  private final PackedRows input;
  private final PackedRows target;
  private final NativeBuffer clients;
  private final NativeBuffer rowWeights;

  FipShards(Arena arena, double neutralWeight) {
    this.neutralWeight = (float) neutralWeight;
    input = new PackedRows(arena);
    target = new PackedRows(arena);
    clients = new NativeBuffer(arena);
    rowWeights = new NativeBuffer(arena);
  }

  @Override
  public FipShard make(SequenceBatch batch, int[] places) {
    BatchPart later = batch.target().orElseThrow();
    int[] order = longestFirst(later, places); // places in the shard
    int[] inBatch = new int[order.length];
    Arrays.setAll(inBatch, i -> places[order[i]]);
    input.fill(batch.input(), places);
    target.fill(later, inBatch);
    MemorySegment whose = clients.take((long) Long.BYTES * order.length);
    for (int i = 0; i < order.length; i++) {
      whose.setAtIndex(ValueLayout.JAVA_LONG, i, order[i]);
    }
    return new FipShard(input, target, whose, weights(batch, inBatch), later.rows());
  }

  @Override
  public double weight(SequenceBatch batch) {
    return batch.target().orElseThrow().rows();
  }

  private static int[] longestFirst(BatchPart part, int[] places) {
    long[] keys = new long[places.length];
    Arrays.setAll(keys, i -> (long) -part.length(places[i]) << 32 | i);
    Arrays.sort(keys);
    int[] order = new int[keys.length];
    Arrays.setAll(order, i -> (int) keys[i]);
    return order;
  }

  private MemorySegment weights(SequenceBatch batch, int[] inBatch) {
    PackedLengths lengths = target.lengths();
    MemorySegment weights = rowWeights.take((long) Float.BYTES * lengths.rows());
    for (int i = 0; i < inBatch.length; i++) {
      float weight = batch.isNeutral(inBatch[i]) ? neutralWeight : 1;
      for (int step = 0; step < lengths.length(i); step++) {
        weights.setAtIndex(ValueLayout.JAVA_FLOAT, lengths.row(i, step), weight);
      }
    }
    return weights;
  }
}
