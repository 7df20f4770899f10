package io.habitus.models.factorisation.warp;

import io.habitus.core.hash.SplitMix64;
import io.habitus.models.factorisation.matrix.ClientItems;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What is learned from: cells with a value above 0 are positives that weigh their value; any other
 * cell only keeps its item from being drawn as the client's negative. Items without a name are left
 * out.
 *
 * @param matrix clients × items
 * @param clients (clients × clientWidth) features
 * @param clientWidth features of a client
 * @param items (items × itemWidth) features; NaN where an item has none
 * @param itemWidth features of an item
 * @param positives cells to learn from
 * @param named items to draw from
 */
@SuppressWarnings("ArrayRecordComponent")
public record WarpData(
    ClientItems matrix,
    float[] clients,
    int clientWidth,
    float[] items,
    int itemWidth,
    int[] positives,
    int[] named) {

  /** Of features in rows. */
  public static WarpData of(
      ClientItems matrix, float[] clients, int clientWidth, float[] items, int itemWidth) {
    int[] named =
        IntStream.range(0, matrix.itemCount())
            .filter(item -> !Float.isNaN(items[item * itemWidth]))
            .toArray();
    int[] positives =
        IntStream.range(0, matrix.cells())
            .filter(cell -> matrix.values()[cell] > 0)
            .filter(cell -> !Float.isNaN(items[matrix.items()[cell] * itemWidth]))
            .toArray();
    return new WarpData(matrix, clients, clientWidth, items, itemWidth, positives, named);
  }

  /** Of the features. */
  long digest() {
    return SplitMix64.mix(Arrays.hashCode(clients)) ^ Arrays.hashCode(items);
  }
}
