package io.habitus.models.nextevent;

import io.habitus.engine.train.Batch;
import io.habitus.engine.train.BatchSource;
import io.habitus.features.batch.LengthBatches;
import io.habitus.features.token.TokenCorpus;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Batches of clients whose parts have similar lengths. Client i of a batch goes to shard i mod
 * {@code shards}.
 *
 * @param corpus to read
 * @param members places in the corpus, ascending
 * @param slices which part of a history is read
 * @param prices if they are read
 * @param batchSize clients of a batch
 * @param shards of a batch, unless it has fewer clients; part of what decides the bits
 * @param byClient whether a batch's loss is a mean over its clients, or over what is asked
 * @param seed of the order and the parts
 */
@SuppressWarnings("ArrayRecordComponent")
record PartBatches(
    TokenCorpus corpus,
    int[] members,
    Slices slices,
    Optional<Prices> prices,
    int batchSize,
    int shards,
    boolean byClient,
    long seed)
    implements BatchSource<EventShard> {

  /** Lengths within this factor of each other are shuffled together. */
  private static final double GROWTH = 1.05;

  @Override
  public long clients() {
    return members.length;
  }

  @Override
  public Stream<EventShard> open(long epoch) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + epoch);
    List<EventShard.Part> parts = new ArrayList<>(members.length);
    for (int member : members) {
      parts.add(slices.part(member, corpus.length(member), random));
    }
    List<int[]> batches =
        new LengthBatches(batchSize, GROWTH).of(members.length, i -> parts.get(i).count(), random);
    return new Packing(parts, batches);
  }

  private Batch<EventShard> batch(List<EventShard.Part> parts, Arena arena) {
    int count = Math.min(shards, parts.size());
    int fields = corpus.width() - (prices.isPresent() ? 1 : 0);
    long[] asked = new long[corpus.width()];
    List<EventShard> cut = new ArrayList<>();
    for (int shard = 0; shard < count; shard++) {
      List<EventShard.Part> mine = new ArrayList<>();
      for (int i = shard; i < parts.size(); i += count) {
        mine.add(parts.get(i));
      }
      EventShard part = EventShard.of(corpus, mine, prices, asked, parts.size(), arena);
      for (int field = 0; field < fields; field++) {
        asked[field] += part.count(field);
      }
      if (part.price().isPresent()) {
        asked[fields] += part.price().get().found();
      }
      cut.add(part);
    }
    long[] ids = parts.stream().mapToLong(part -> corpus.clientId(part.client())).toArray();
    long steps = parts.stream().mapToLong(EventShard.Part::count).sum();
    double weight = byClient ? parts.size() : Math.max(1, Arrays.stream(asked).max().orElse(1));
    return new Batch<>(cut, ids, steps, weight);
  }

  private final class Packing implements Stream<EventShard> {
    private final List<EventShard.Part> parts;
    private final List<int[]> batches;
    private int next;
    private Arena arena = Arena.ofShared();

    Packing(List<EventShard.Part> parts, List<int[]> batches) {
      this.parts = parts;
      this.batches = batches;
    }

    @Override
    public @Nullable Batch<EventShard> next() {
      arena.close();
      arena = Arena.ofShared();
      if (next == batches.size()) {
        return null;
      }
      return batch(Arrays.stream(batches.get(next++)).mapToObj(parts::get).toList(), arena);
    }

    @Override
    public void skip(long count) {
      next = (int) Math.min(batches.size(), next + count);
    }

    @Override
    public void close() {
      arena.close();
    }
  }
}
