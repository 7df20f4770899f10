package io.habitus.ingest.sort;

/** Sorts the rows of one client after the other by (time, place); no two rows share a place. */
final class TimeOrder {
  /** Runs up to this length are sorted by insertion. */
  private static final int SHORT = 24;

  private final long[] times;
  private final long[] places;
  private final int[] rows;
  private int[] order = {}; // scratch of long runs
  private int[] spare = {};
  private long[] oldTimes = {};
  private int[] oldRows = {};

  /**
   * A sorter of these arrays.
   *
   * @param times (rows)
   * @param places (rows); in no order after sorting
   * @param rows (rows) that move with them
   */
  TimeOrder(long[] times, long[] places, int[] rows) {
    this.times = times;
    this.places = places;
    this.rows = rows;
  }

  /** Sorts [from, until). */
  void sort(int from, int until) {
    if (isSorted(from, until)) {
      return;
    }
    if (until - from <= SHORT) {
      insert(from, until);
    } else {
      merge(from, until);
    }
  }

  private boolean isSorted(int from, int until) {
    for (int i = from + 1; i < until; i++) {
      if (isBefore(i, i - 1)) {
        return false;
      }
    }
    return true;
  }

  private boolean isBefore(int i, int j) {
    return times[i] != times[j] ? times[i] < times[j] : places[i] < places[j];
  }

  private void insert(int from, int until) {
    for (int i = from + 1; i < until; i++) {
      long time = times[i];
      long place = places[i];
      int row = rows[i];
      int to = i;
      while (to > from && (time != times[to - 1] ? time < times[to - 1] : place < places[to - 1])) {
        times[to] = times[to - 1];
        places[to] = places[to - 1];
        rows[to] = rows[to - 1];
        to--;
      }
      times[to] = time;
      places[to] = place;
      rows[to] = row;
    }
  }

  private void merge(int from, int until) {
    int size = until - from;
    if (order.length < size) {
      int capacity = Math.max(size, 2 * order.length);
      order = new int[capacity];
      spare = new int[capacity];
      oldTimes = new long[capacity];
      oldRows = new int[capacity];
    }
    for (int i = 0; i < size; i++) {
      order[i] = from + i;
    }
    mergeSort(0, size);
    System.arraycopy(times, from, oldTimes, 0, size);
    System.arraycopy(rows, from, oldRows, 0, size);
    for (int i = 0; i < size; i++) {
      times[from + i] = oldTimes[order[i] - from];
      rows[from + i] = oldRows[order[i] - from];
    }
  }

  private void mergeSort(int from, int until) {
    if (until - from < 2) {
      return;
    }
    int middle = (from + until) >>> 1;
    mergeSort(from, middle);
    mergeSort(middle, until);
    if (isBefore(order[middle - 1], order[middle])) {
      return; // the usual case of a log that is in order already
    }
    System.arraycopy(order, from, spare, from, until - from);
    int left = from;
    int right = middle;
    for (int to = from; to < until; to++) {
      boolean takeLeft = right == until || (left < middle && isBefore(spare[left], spare[right]));
      order[to] = takeLeft ? spare[left++] : spare[right++];
    }
  }
}
