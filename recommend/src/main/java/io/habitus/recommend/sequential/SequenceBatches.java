package io.habitus.recommend.sequential;

import io.habitus.engine.network.Sequences;
import io.habitus.engine.train.Batch;
import io.habitus.engine.train.BatchSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Batches of users in random order: without padding there is nothing to gain from similar lengths.
 * Within a batch, users are dealt to shards by length, so that these are equally large.
 *
 * @param sequences (users) of items; the last one is only asked for
 * @param beside (users)(columns) of what is known beside items
 * @param tables that say which columns belong to events: one in ten sequences is learned from as if
 *     these were not known, so that somebody of whom there are items alone can be asked for too
 * @param seen (users) items that are not ranked, in validation; none while training
 * @param ids of the users, for messages
 * @param batchSize users of a batch
 * @param shards of a batch, at most
 * @param seed of the order; none in validation
 */
@SuppressWarnings("ArrayRecordComponent")
record SequenceBatches(
    int[][] sequences,
    int[][][] beside,
    ContextTables tables,
    int[][] seen,
    long[] ids,
    int batchSize,
    int shards,
    long seed)
    implements BatchSource<SequenceShard> {

  @Override
  public long clients() {
    return sequences.length;
  }

  private boolean isTraining() {
    return seen.length == 0;
  }

  @Override
  public Stream<SequenceShard> open(long epoch) {
    int[] order = IntStream.range(0, sequences.length).toArray();
    if (isTraining()) {
      SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + epoch);
      for (int i = order.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int other = order[i];
        order[i] = order[j];
        order[j] = other;
      }
    }
    return new Cutting(order, epoch);
  }

  private Batch<SequenceShard> batch(int[] users, long epoch) {
    int[] byLength =
        Arrays.stream(users)
            .boxed()
            .sorted((a, b) -> Integer.compare(sequences[b].length, sequences[a].length))
            .mapToInt(Integer::intValue)
            .toArray();
    long events = Arrays.stream(users).mapToLong(user -> sequences[user].length - 1L).sum();
    double asked = isTraining() ? events : users.length;
    int count = Math.min(shards, users.length);
    List<SequenceShard> parts = new ArrayList<>();
    for (int shard = 0; shard < count; shard++) {
      int first = shard;
      int[] mine = IntStream.range(0, users.length).filter(i -> i % count == first).toArray();
      parts.add(shard(Arrays.stream(mine).map(i -> byLength[i]).toArray(), 1 / asked, epoch));
    }
    long[] clients = Arrays.stream(users).mapToLong(user -> ids[user]).toArray();
    return new Batch<>(parts, clients, events, asked);
  }

  private SequenceShard shard(int[] users, double scale, long epoch) {
    int[] lengths = Arrays.stream(users).map(user -> sequences[user].length - 1).toArray();
    Sequences rows = Sequences.ofLengths(lengths);
    int[] items = new int[rows.rows()];
    int[] targets = new int[isTraining() ? items.length : users.length];
    int[][] hidden = new int[isTraining() ? 0 : users.length][];
    for (int i = 0; i < users.length; i++) {
      int[] all = sequences[users[i]];
      System.arraycopy(all, 0, items, rows.first(i), lengths[i]);
      if (isTraining()) {
        System.arraycopy(all, 1, targets, rows.first(i), lengths[i]);
      } else {
        targets[i] = all[lengths[i]];
        hidden[i] = seen[users[i]];
      }
    }
    int[][][] contexts = new int[users.length][][];
    Arrays.setAll(contexts, i -> context(users[i], epoch));
    int[][] context = SequenceShard.joined(rows, contexts, lengths);
    return new SequenceShard(rows, items, context, targets, hidden, scale);
  }

  /** (columns)(steps) */
  private int[][] context(int user, long epoch) {
    int[][] context = beside[user];
    if (isTraining() && context.length > 0 && isHidden(ids[user], epoch)) {
      int[][] hidden = Arrays.stream(context).map(int[]::clone).toArray(int[][]::new);
      tables.hideEvents(hidden);
      return hidden;
    }
    return context;
  }

  private boolean isHidden(long id, long epoch) {
    long mixed = (seed * 0x9E3779B97F4A7C15L + epoch) ^ (id * 0xD1B54A32D192ED03L);
    return new SplittableRandom(mixed).nextInt(10) == 0;
  }

  private final class Cutting implements Stream<SequenceShard> {
    private final int[] order;
    private final long epoch;
    private int next;

    Cutting(int[] order, long epoch) {
      this.order = order;
      this.epoch = epoch;
    }

    @Override
    public @Nullable Batch<SequenceShard> next() {
      if (next == order.length) {
        return null;
      }
      int from = next;
      next = Math.min(order.length, from + batchSize);
      return batch(Arrays.copyOfRange(order, from, next), epoch);
    }

    @Override
    public void skip(long batches) {
      next = (int) Math.min(order.length, next + batches * batchSize);
    }

    @Override
    public void close() {}
  }
}
