package io.habitus.models.factorisation.bpr;

import io.habitus.core.run.WorkerPool;
import io.habitus.models.factorisation.matrix.ClientItems;
import io.habitus.models.factorisation.matrix.Mixing;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How one pass over the cells is cut so that threads never touch the same row (stratified gradient
 * descent, Gemulla et al. 2011): clients in fixed blocks of equally many cells, items in blocks
 * drawn anew for every pass. In round r, client block a goes with item block (a + r) mod blocks;
 * the rounds' parts have no client and no item in common, so the order in which threads take them
 * is of no consequence. 4 bytes per cell.
 *
 * <p>A positive and its negative have to be of one item block. Any two items are of one block in
 * one of {@code blocks} passes, and a cell of block b is then drawn {@code blocks · share(b)}
 * times, where share(b) is b's share of the cells: over the passes a pair is as likely as if
 * positives were drawn uniformly from all cells and negatives in proportion to their frequency.
 */
final class Stratification {
  /** More rounds than most machines have processors; fewer for small data. */
  private static final int MOST_BLOCKS = 16;

  private static final int LEAST_ITEMS = 32;
  private static final int LEAST_CELLS = 256;

  private final ClientItems matrix;
  private final int[] frequency;
  private final int blocks;
  private final int[] firstRow;
  private final int[] order;
  private final int[] bucketStarts;
  private final short[] blockOfItem;
  private final FrequencySampler[] samplers;
  private final double[] draws;

  Stratification(ClientItems matrix) {
    this.matrix = matrix;
    frequency = matrix.cellsByItem();
    int fitting = Math.min(matrix.itemCount() / LEAST_ITEMS, matrix.cells() / LEAST_CELLS);
    blocks = Math.clamp(fitting, 1, MOST_BLOCKS);
    firstRow = firstRows(matrix, blocks);
    order = new int[matrix.cells()];
    bucketStarts = new int[blocks * blocks + 1];
    blockOfItem = new short[matrix.itemCount()];
    samplers = new FrequencySampler[blocks];
    draws = new double[blocks];
  }

  /** Blocks begin at equal shares of the cells, at the beginning of a client. */
  private static int[] firstRows(ClientItems matrix, int blocks) {
    int[] first = new int[blocks + 1];
    for (int block = 1; block < blocks; block++) {
      int cell = (int) ((long) matrix.cells() * block / blocks);
      int found = Arrays.binarySearch(matrix.starts(), cell);
      first[block] = Math.max(first[block - 1], found >= 0 ? found : -found - 1);
    }
    first[blocks] = matrix.clientCount();
    return first;
  }

  int blocks() {
    return blocks;
  }

  /** Deals items to blocks and sorts every client block's cells by them. */
  void deal(long seed, WorkerPool pool) {
    for (int item = 0; item < blockOfItem.length; item++) {
      blockOfItem[item] = (short) Mixing.below(Mixing.seed(seed, item), blocks);
    }
    pool.forEach(
        2 * blocks,
        piece -> {
          if (piece < blocks) {
            sort(piece);
          } else {
            prepare(piece - blocks);
          }
        });
  }

  private void prepare(int block) {
    int[] items =
        IntStream.range(0, blockOfItem.length).filter(i -> blockOfItem[i] == block).toArray();
    long cells = 0;
    for (int item : items) {
      cells += frequency[item];
    }
    draws[block] = (double) cells * blocks / matrix.cells();
    if (cells > 0) {
      samplers[block] = new FrequencySampler(items, frequency);
    }
  }

  /** A counting sort: cells stay in the order of clients within a bucket. */
  private void sort(int block) {
    int from = matrix.starts()[firstRow[block]];
    int until = matrix.starts()[firstRow[block + 1]];
    int[] items = matrix.items();
    int[] next = new int[blocks + 1];
    for (int cell = from; cell < until; cell++) {
      next[blockOfItem[items[cell]] + 1]++;
    }
    next[0] = from;
    for (int b = 0; b < blocks; b++) {
      next[b + 1] += next[b];
      bucketStarts[block * blocks + b] = next[b];
    }
    bucketStarts[(block + 1) * blocks] = until;
    for (int cell = from; cell < until; cell++) {
      order[next[blockOfItem[items[cell]]]++] = cell;
    }
  }

  /** Cells in the order of buckets. */
  int[] order() {
    return order;
  }

  /** First place in {@link #order} of a client block's cells of an item block. */
  int from(int clientBlock, int itemBlock) {
    return bucketStarts[clientBlock * blocks + itemBlock];
  }

  int until(int clientBlock, int itemBlock) {
    return bucketStarts[clientBlock * blocks + itemBlock + 1];
  }

  /** First row of a client block. */
  int firstRow(int clientBlock) {
    return firstRow[clientBlock];
  }

  /** Draws items of a block that has cells. */
  FrequencySampler sampler(int itemBlock) {
    return samplers[itemBlock];
  }

  /** How many pairs a cell of this block makes, on average. */
  double draws(int itemBlock) {
    return draws[itemBlock];
  }
}
