package io.habitus.core.store;

/** Sorts events of the same time by their place, which no two of them share. */
final class Ties {
  private Ties() {}

  /** Sorts every run of equal times, where it is not sorted already. */
  static void sort(EventBuffer events, long[] places) {
    for (int from = 0, until; from < events.size(); from = until) {
      until = from + 1;
      boolean ascending = true;
      while (until < events.size() && events.times[until] == events.times[from]) {
        ascending &= places[until - 1] < places[until];
        until++;
      }
      if (!ascending) {
        int[] order = new int[until - from];
        for (int i = 0; i < order.length; i++) {
          order[i] = from + i;
        }
        mergeSort(order, new int[order.length], places, 0, order.length);
        events.permute(from, order);
      }
    }
  }

  private static void mergeSort(int[] order, int[] spare, long[] places, int from, int until) {
    if (until - from < 2) {
      return;
    }
    int middle = (from + until) >>> 1;
    mergeSort(order, spare, places, from, middle);
    mergeSort(order, spare, places, middle, until);
    System.arraycopy(order, from, spare, from, until - from);
    int left = from;
    int right = middle;
    for (int to = from; to < until; to++) {
      boolean takeLeft =
          right == until || (left < middle && places[spare[left]] < places[spare[right]]);
      order[to] = takeLeft ? spare[left++] : spare[right++];
    }
  }
}
