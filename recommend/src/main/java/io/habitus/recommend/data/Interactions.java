package io.habitus.recommend.data;

import io.habitus.core.hash.Sha256;
import io.habitus.core.hash.SplitMix64;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The items of each user, oldest first. 4 bytes for each, 8 more where times are known. Users
 * ascend by id.
 */
public final class Interactions {
  private final ItemIndex index;
  private final long[] users;
  private final int[] starts; // (users + 1)
  private final int[] items; // (interactions) numbers of the index
  private final long[] times; // (interactions) microseconds, or none
  private final List<ContextColumn> context;
  private final @Nullable String schema;

  /** Items and times alone: as the other constructor. */
  public Interactions(ItemIndex index, long[] users, int[] starts, int[] items, long[] times) {
    this(index, users, starts, items, times, List.of());
  }

  /**
   * All of it.
   *
   * @param users ids, ascending
   * @param starts (users + 1) first interaction of each user, then their number
   * @param items numbers of the index
   * @param times in microseconds since the epoch; none where only the order is known
   * @param context columns beside the items
   */
  public Interactions(
      ItemIndex index,
      long[] users,
      int[] starts,
      int[] items,
      long[] times,
      List<ContextColumn> context) {
    this(index, users, starts, items, times, context, null);
  }

  private Interactions(
      ItemIndex index,
      long[] users,
      int[] starts,
      int[] items,
      long[] times,
      List<ContextColumn> context,
      @Nullable String schema) {
    if (starts.length != users.length + 1 || starts[users.length] != items.length) {
      throw new IllegalArgumentException(
          "expected %d starts, the last of them %d, found %d"
              .formatted(users.length + 1, items.length, starts.length));
    }
    if (times.length != 0 && times.length != items.length) {
      throw new IllegalArgumentException(
          "expected no times or %d, found %d".formatted(items.length, times.length));
    }
    for (ContextColumn column : context) {
      int expected = column.ofItem() ? index.size() : items.length;
      if (column.codes().length != expected) {
        throw new IllegalArgumentException(
            "%s: expected %d codes, found %d"
                .formatted(column.name(), expected, column.codes().length));
      }
    }
    this.index = index;
    this.context = List.copyOf(context);
    this.users = users.clone();
    this.starts = starts.clone();
    this.items = items.clone();
    this.times = times.clone();
    this.schema = schema;
  }

  /** The same, said to be of a store of this schema. */
  public Interactions ofSchema(@Nullable String name) {
    return new Interactions(index, users, starts, items, times, context, name);
  }

  /** Name of the store's schema; null where they are of no store. */
  public @Nullable String schema() {
    return schema;
  }

  public ItemIndex items() {
    return index;
  }

  /** What is known beside the items. */
  public List<ContextColumn> context() {
    return context;
  }

  /** Code of a column of events at a user's interaction, counted from the oldest. */
  public int contextCode(ContextColumn column, int user, int step) {
    return column.codes()[starts[user] + step];
  }

  /** Number of users. */
  public int size() {
    return users.length;
  }

  /** Interactions of all users. */
  public int total() {
    return items.length;
  }

  /** Id of a user. */
  public long userId(int user) {
    return users[user];
  }

  /** Place of a user, or a negative number where there is none of that id. */
  public int find(long userId) {
    return Arrays.binarySearch(users, userId);
  }

  /** Interactions of a user. */
  public int length(int user) {
    return starts[user + 1] - starts[user];
  }

  /** Item of a user's interaction, counted from the oldest. */
  public int item(int user, int step) {
    return items[starts[user] + step];
  }

  /** The first {@code steps} items of a user. */
  public int[] history(int user, int steps) {
    return Arrays.copyOfRange(items, starts[user], starts[user] + steps);
  }

  /**
   * Some users, drawn by a seed, with the items that they took: for trials on less data.
   *
   * @param most users; all where there are no more
   */
  public Interactions sample(int most, long seed) {
    if (most >= size()) {
      return this;
    }
    int[] chosen =
        IntStream.range(0, size())
            .boxed()
            .sorted(
                Comparator.comparingLong((Integer user) -> SplitMix64.bits(seed, users[user]))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(most)
            .mapToInt(Integer::intValue)
            .sorted()
            .toArray();
    int[] taken =
        Arrays.stream(chosen)
            .flatMap(user -> Arrays.stream(history(user, length(user))))
            .distinct()
            .sorted()
            .toArray();
    int[] firsts = new int[chosen.length + 1];
    for (int i = 0; i < chosen.length; i++) {
      firsts[i + 1] = firsts[i] + length(chosen[i]);
    }
    int[] kept = new int[firsts[chosen.length]];
    long[] keptTimes = new long[hasTimes() ? kept.length : 0];
    for (int i = 0; i < chosen.length; i++) {
      for (int step = 0; step < length(chosen[i]); step++) {
        kept[firsts[i] + step] = Arrays.binarySearch(taken, item(chosen[i], step));
        if (hasTimes()) {
          keptTimes[firsts[i] + step] = timeMicros(chosen[i], step);
        }
      }
    }
    ItemIndex fewer = new ItemIndex(Arrays.stream(taken).mapToObj(index::id).toList());
    long[] ids = Arrays.stream(chosen).mapToLong(user -> users[user]).toArray();
    int[] places =
        Arrays.stream(chosen)
            .flatMap(user -> IntStream.range(starts[user], starts[user + 1]))
            .toArray();
    List<ContextColumn> columns =
        context.stream().map(column -> column.at(column.ofItem() ? taken : places)).toList();
    return new Interactions(fewer, ids, firsts, kept, keptTimes, columns, schema);
  }

  /**
   * The same by the numbers of another index, such as a model's. Items that it lacks are left out
   * of histories; users stay, if without items.
   */
  public Interactions by(ItemIndex other) {
    if (other.ids().equals(index.ids())) {
      return this;
    }
    int[] numbers = index.ids().stream().mapToInt(other::find).toArray();
    int[] kept = IntStream.range(0, items.length).filter(i -> numbers[items[i]] >= 0).toArray();
    int[] firsts = new int[starts.length];
    for (int user = 0, at = 0; user < starts.length; user++) {
      while (at < kept.length && kept[at] < starts[user]) {
        at++;
      }
      firsts[user] = at;
    }
    int[] mine = other.ids().stream().mapToInt(index::find).toArray();
    return new Interactions(
        other,
        users,
        firsts,
        Arrays.stream(kept).map(i -> numbers[items[i]]).toArray(),
        hasTimes() ? Arrays.stream(kept).mapToLong(i -> times[i]).toArray() : new long[0],
        context.stream().map(column -> column.at(column.ofItem() ? mine : kept)).toList(),
        schema);
  }

  Sha256 addTo(Sha256 digest) {
    index.ids().forEach(digest::add);
    for (ContextColumn column : context) {
      digest.add(column.name()).add(column.codes());
      column.values().forEach(digest::add);
    }
    return digest.add(users).add(starts).add(items).add(times);
  }

  public boolean hasTimes() {
    return times.length > 0;
  }

  /** Time of an interaction in microseconds since the epoch. */
  public long timeMicros(int user, int step) {
    return times[starts[user] + step];
  }

  /** Interactions of a user before a time. */
  public int before(int user, long micros) {
    int low = starts[user];
    int high = starts[user + 1];
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (times[middle] < micros) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - starts[user];
  }

  /** The time before which a share of all interactions lie. */
  public long quantile(double share) {
    if (!hasTimes()) {
      throw new IllegalStateException("these interactions have no times");
    }
    long[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))];
  }
}
