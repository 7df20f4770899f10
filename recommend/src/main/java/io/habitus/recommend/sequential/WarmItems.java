package io.habitus.recommend.sequential;

import io.habitus.recommend.data.Partition;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The items that occur in training, by rows of the network's table: in ascending order. */
final class WarmItems {
  private final int[] items; // (rows)
  private final int[] rows; // (items of the data), −1 for a cold one
  private final int[] counts; // (items of the data)

  private WarmItems(int[] items, int[] rows, int[] counts) {
    this.items = items;
    this.rows = rows;
    this.counts = counts;
  }

  static WarmItems of(Partition partition) {
    int[] counts = partition.trainingCounts();
    int[] items = IntStream.range(0, counts.length).filter(item -> counts[item] > 0).toArray();
    int[] rows = new int[counts.length];
    Arrays.fill(rows, -1);
    for (int row = 0; row < items.length; row++) {
      rows[items[row]] = row;
    }
    return new WarmItems(items, rows, counts);
  }

  int size() {
    return items.length;
  }

  /** Item of a row. */
  int item(int row) {
    return items[row];
  }

  /** Row of an item, or −1. */
  int row(int item) {
    return rows[item];
  }

  /** (items of the data) How often each occurs in training. */
  int[] counts() {
    return counts.clone();
  }

  /** Where in a history its warm items stand, the newest {@code most}. */
  int[] places(int[] history, int most) {
    int[] known = IntStream.range(0, history.length).filter(i -> rows[history[i]] >= 0).toArray();
    return newest(known, most);
  }

  /** The rows of a history's items at some places. */
  int[] rows(int[] history, int[] places) {
    return Arrays.stream(places).map(place -> rows[history[place]]).toArray();
  }

  /** The end of an array. */
  int[] newest(int[] history, int most) {
    return history.length <= most
        ? history
        : Arrays.copyOfRange(history, history.length - most, history.length);
  }

  /** Of all training sequences, in hexadecimal. */
  String checksum(Partition partition) {
    long sum = 1;
    for (int user = 0; user < partition.data().size(); user++) {
      for (int item : partition.training(user)) {
        sum = sum * 0x5851F42D4C957F2DL + item + 1;
      }
      sum = sum * 0x5851F42D4C957F2DL + partition.data().userId(user);
    }
    return Long.toHexString(sum);
  }
}
