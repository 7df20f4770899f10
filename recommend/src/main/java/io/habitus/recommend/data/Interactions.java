package io.habitus.recommend.data;

import java.util.Arrays;

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

  /**
   * All of it.
   *
   * @param users ids, ascending
   * @param starts (users + 1) first interaction of each user, then their number
   * @param items numbers of the index
   * @param times in microseconds since the epoch; none where only the order is known
   */
  public Interactions(ItemIndex index, long[] users, int[] starts, int[] items, long[] times) {
    if (starts.length != users.length + 1 || starts[users.length] != items.length) {
      throw new IllegalArgumentException(
          "expected %d starts, the last of them %d, found %d"
              .formatted(users.length + 1, items.length, starts.length));
    }
    if (times.length != 0 && times.length != items.length) {
      throw new IllegalArgumentException(
          "expected no times or %d, found %d".formatted(items.length, times.length));
    }
    this.index = index;
    this.users = users.clone();
    this.starts = starts.clone();
    this.items = items.clone();
    this.times = times.clone();
  }

  public ItemIndex items() {
    return index;
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
