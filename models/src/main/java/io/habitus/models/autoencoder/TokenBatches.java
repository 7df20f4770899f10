package io.habitus.models.autoencoder;

import io.habitus.engine.train.Batch;
import io.habitus.engine.train.BatchSource;
import io.habitus.features.batch.LengthBatches;
import io.habitus.features.token.TokenCorpus;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Batches of clients of similar lengths. Client i of a batch goes to shard i mod {@code shards}:
 * each shard has long and short histories alike.
 *
 * @param corpus to read
 * @param members places in the corpus, ascending
 * @param batchSize clients of a batch
 * @param shards of a batch, unless it has fewer clients; part of what decides the bits
 * @param seed of the order
 */
@SuppressWarnings("ArrayRecordComponent")
record TokenBatches(TokenCorpus corpus, int[] members, int batchSize, int shards, long seed)
    implements BatchSource<TokenShard> {

  /** Lengths within this factor of each other are shuffled together. */
  private static final double GROWTH = 1.05;

  @Override
  public long clients() {
    return members.length;
  }

  @Override
  public Stream<TokenShard> open(long epoch) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + epoch);
    List<int[]> batches =
        new LengthBatches(batchSize, GROWTH)
            .of(members.length, i -> corpus.length(members[i]), random);
    batches.forEach(batch -> Arrays.setAll(batch, i -> members[batch[i]]));
    return new Packing(batches);
  }

  private Batch<TokenShard> batch(int[] clients, Arena arena) {
    int count = Math.min(shards, clients.length);
    long steps = Arrays.stream(clients).mapToLong(corpus::length).sum();
    long targets = steps + clients.length;
    List<TokenShard> parts = new ArrayList<>();
    for (int shard = 0; shard < count; shard++) {
      int[] mine = new int[(clients.length - shard + count - 1) / count];
      for (int i = 0; i < mine.length; i++) {
        mine[i] = clients[shard + i * count];
      }
      parts.add(TokenShard.of(corpus, mine, targets, arena));
    }
    long[] ids = Arrays.stream(clients).mapToLong(corpus::clientId).toArray();
    return new Batch<>(parts, ids, steps, targets);
  }

  private final class Packing implements Stream<TokenShard> {
    private final List<int[]> batches;
    private int next;
    private Arena arena = Arena.ofShared();

    Packing(List<int[]> batches) {
      this.batches = batches;
    }

    @Override
    public @Nullable Batch<TokenShard> next() {
      arena.close();
      arena = Arena.ofShared();
      return next == batches.size() ? null : batch(batches.get(next++), arena);
    }

    @Override
    public void close() {
      arena.close();
    }
  }
}
