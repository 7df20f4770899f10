package io.habitus.models.factorisation.bpr;

import io.habitus.core.run.WorkerPool;
import io.habitus.models.factorisation.matrix.ClientItems;
import io.habitus.models.factorisation.matrix.Mixing;
import java.util.Arrays;

/**
 * How a pass over the cells is cut so that threads never touch the same row (after stratified
 * gradient descent, Gemulla et al. 2011): clients in fixed blocks of equally many cells, items in
 * as many blocks that are dealt anew for every round. In a round client block a goes with item
 * block a; the parts have no client and no item in common, so the order in which threads take them
 * is of no consequence.
 *
 * <p>A positive and its negative have to be of one item block. Any two items are of one block in
 * one of {@code blocks} rounds, and a cell of block b is then drawn in proportion to share(b), b's
 * share of the cells: over the rounds a pair is as likely as if positives were drawn uniformly from
 * all cells and negatives in proportion to their frequency.
 *
 * <p>Both numbers were chosen by NDCG@10 on Globo's clicks. Dealing once a pass (0.063 instead of
 * 0.068) sets an item against the same few others for all of the pass; more blocks (0.065 for 64)
 * set it against fewer; fewer rounds (0.066 for 2) make all steps of a client follow one another.
 */
final class Stratification {
  /** Threads that have work at a time; fewer for small data. */
  private static final int MOST_BLOCKS = 8;

  private static final int ROUNDS = 16;
  private static final int LEAST_ITEMS = 32;
  private static final int LEAST_CELLS = 256;

  private final ClientItems matrix;
  private final int[] frequency;
  private final int blocks;
  private final int[] firstRow;
  private final byte[] blockOfItem;
  private final int[] dealt;
  private final int[] dealtStarts;
  private final FrequencySampler[] samplers;
  private final double[] draws;

  Stratification(ClientItems matrix) {
    this.matrix = matrix;
    frequency = matrix.cellsByItem();
    int fitting = Math.min(matrix.itemCount() / LEAST_ITEMS, matrix.cells() / LEAST_CELLS);
    blocks = Math.clamp(fitting, 1, MOST_BLOCKS);
    firstRow = firstRows(matrix, blocks);
    blockOfItem = new byte[matrix.itemCount()];
    dealt = new int[matrix.itemCount()];
    dealtStarts = new int[blocks + 1];
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

  /** Rounds of a pass, at least as many as blocks. */
  int rounds() {
    return ROUNDS;
  }

  /** Deals the items to blocks, for one round. */
  void deal(long seed, WorkerPool pool) {
    int[] next = new int[blocks + 1];
    for (int item = 0; item < blockOfItem.length; item++) {
      int block = Mixing.below(Mixing.seed(seed, item), blocks);
      blockOfItem[item] = (byte) block;
      next[block + 1]++;
    }
    for (int block = 0; block < blocks; block++) {
      next[block + 1] += next[block];
    }
    System.arraycopy(next, 0, dealtStarts, 0, blocks + 1);
    for (int item = 0; item < blockOfItem.length; item++) {
      dealt[next[blockOfItem[item]]++] = item;
    }
    pool.forEach(blocks, this::prepare);
  }

  private void prepare(int block) {
    int[] items = Arrays.copyOfRange(dealt, dealtStarts[block], dealtStarts[block + 1]);
    long cells = 0;
    for (int item : items) {
      cells += frequency[item];
    }
    draws[block] = (double) cells / matrix.cells() * blocks * blocks / rounds();
    if (cells > 0) {
      samplers[block] = new FrequencySampler(items, frequency);
    }
  }

  /** Block of an item in this round. */
  int blockOf(int item) {
    return blockOfItem[item];
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
