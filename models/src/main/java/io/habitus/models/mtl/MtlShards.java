package io.habitus.models.mtl;

import io.habitus.core.target.Labels;
import io.habitus.features.event.SequenceBatch;
import io.habitus.models.sequence.NativeBuffer;
import io.habitus.models.sequence.PackedRows;
import io.habitus.models.sequence.ShardedBatches;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** Fills shards with sequences and labels. */
final class MtlShards implements ShardedBatches.Maker<MtlShard> {
  private final List<Labels> heads;
  private final List<NativeBuffer> buffers = new ArrayList<>();
  private final PackedRows rows;

  MtlShards(Arena arena, List<Labels> heads) {
    this.heads = heads;
    rows = new PackedRows(arena);
    heads.forEach(head -> buffers.add(new NativeBuffer(arena)));
  }

  @Override
  public MtlShard make(SequenceBatch batch, int[] clients) {
    rows.fill(batch.input(), clients);
    List<MemorySegment> labels = new ArrayList<>();
    for (int head = 0; head < heads.size(); head++) {
      labels.add(fill(heads.get(head), buffers.get(head), batch, clients));
    }
    return new MtlShard(rows, labels, batch.size());
  }

  @Override
  public double weight(SequenceBatch batch) {
    return batch.size();
  }

  private static MemorySegment fill(
      Labels labels, NativeBuffer buffer, SequenceBatch batch, int[] clients) {
    int width = labels.width();
    float[] row = new float[width];
    MemorySegment into = buffer.take((long) Float.BYTES * width * clients.length);
    for (int i = 0; i < clients.length; i++) {
      labels.fill(batch.clientId(clients[i]), row, 0);
      MemorySegment.copy(row, 0, into, ValueLayout.JAVA_FLOAT, 4L * i * width, width);
    }
    return into;
  }
}
