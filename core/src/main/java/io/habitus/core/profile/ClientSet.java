package io.habitus.core.profile;

import java.util.Arrays;

/** A set of client ids, sorted, without repetition. */
public final class ClientSet {
  private final long[] sorted;

  private ClientSet(long[] sorted) {
    this.sorted = sorted;
  }

  /** Sorts a copy and drops repetitions. */
  public static ClientSet of(long... ids) {
    return new ClientSet(Arrays.stream(ids).sorted().distinct().toArray());
  }

  public boolean contains(long id) {
    return rank(id) >= 0;
  }

  /** Position of the id in ascending order, or a negative number where it is not in the set. */
  public int rank(long id) {
    return Arrays.binarySearch(sorted, id);
  }

  public long get(int rank) {
    return sorted[rank];
  }

  public int size() {
    return sorted.length;
  }

  /** A copy, ascending. */
  public long[] toArray() {
    return sorted.clone();
  }
}
