package io.habitus.models.sequence;

import io.habitus.engine.train.Batch;
import io.habitus.engine.train.BatchSource;
import io.habitus.features.event.BatchStream;
import io.habitus.features.event.SequenceBatch;
import io.habitus.features.event.SequenceBatches;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Batches of sequences as the trainer takes them: each cut into shards that a model fills.
 *
 * @param batches of one window
 * @param clients of an epoch, or a negative number where nobody has counted them
 * @param cut of each batch
 * @param makers makes what fills one shard, with memory of its own that the arena owns
 * @param <S> one shard, as the model's network reads it
 */
public record ShardedBatches<S>(
    SequenceBatches batches, long clients, Cut cut, Function<Arena, Maker<S>> makers)
    implements BatchSource<S> {

  /**
   * Fills shards; what it made last is overwritten by what it makes next.
   *
   * @param <S> one shard, as the model's network reads it
   */
  public interface Maker<S> {
    /**
     * A shard.
     *
     * @param clients places in the batch, longest input first
     */
    S make(SequenceBatch batch, int[] clients);

    /** What the batch's loss is a mean over: its weight among the batches of an epoch. */
    double weight(SequenceBatch batch);
  }

  @Override
  public Stream<S> open(long epoch) {
    return new Cutting<>(this, epoch);
  }

  private static final class Cutting<S> implements Stream<S> {
    private final Arena arena = Arena.ofShared();
    private final List<Maker<S>> makers = new ArrayList<>();
    private final Cut cut;
    private final BatchStream stream;

    Cutting(ShardedBatches<S> source, long epoch) {
      cut = source.cut;
      for (int shard = 0; shard < cut.shards(); shard++) {
        makers.add(source.makers.apply(arena));
      }
      stream = source.batches.open(epoch);
    }

    @Override
    public @Nullable Batch<S> next() {
      if (!stream.next()) {
        return null;
      }
      SequenceBatch batch = stream.batch();
      List<S> shards = new ArrayList<>();
      for (int shard = 0; shard < cut.count(batch.size()); shard++) {
        shards.add(makers.get(shard).make(batch, cut.clients(shard, batch.size())));
      }
      long[] ids = new long[batch.size()];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = batch.clientId(i);
      }
      return new Batch<>(shards, ids, batch.input().rows(), makers.getFirst().weight(batch));
    }

    @Override
    public void close() {
      stream.close();
      arena.close();
    }
  }
}
