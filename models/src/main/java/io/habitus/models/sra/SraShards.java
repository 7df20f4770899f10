package io.habitus.models.sra;

import io.habitus.features.event.SequenceBatch;
import io.habitus.models.sequence.PackedRows;
import io.habitus.models.sequence.ShardedBatches;
import java.lang.foreign.Arena;

/** Fills shards with sequences. */
public final class SraShards implements ShardedBatches.Maker<SraShard> {
  private final PackedRows rows;

  /** Memory for one shard, which the arena owns. */
  public SraShards(Arena arena) {
    rows = new PackedRows(arena);
  }

  @Override
  public SraShard make(SequenceBatch batch, int[] clients) {
    rows.fill(batch.input(), clients);
    return new SraShard(rows, batch.input().rows());
  }

  @Override
  public double weight(SequenceBatch batch) {
    return batch.input().rows();
  }
}
