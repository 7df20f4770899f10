package io.habitus.models.factorisation.matrix;

import io.habitus.core.problem.UsageException;

/**
 * A sparse matrix, row by row: (clients, items). 8 bytes per cell and 12 per client.
 *
 * @param clients (clients) ids, ascending
 * @param starts (clients + 1) first cell of each client; the last element is the number of cells
 * @param items (cells) item of each, ascending within a client
 * @param values (cells)
 * @param names of the items
 */
@SuppressWarnings("ArrayRecordComponent")
public record ClientItems(
    long[] clients, int[] starts, int[] items, float[] values, ItemNames names) {

  /** Java's arrays end there. */
  static final int MOST_CELLS = Integer.MAX_VALUE - 8;

  public int clientCount() {
    return clients.length;
  }

  public int itemCount() {
    return names.size();
  }

  public int cells() {
    return items.length;
  }

  /** (items) cells of each. */
  public int[] cellsByItem() {
    int[] counts = new int[itemCount()];
    for (int item : items) {
      counts[item]++;
    }
    return counts;
  }

  /** The cell of a row with the item, or −1 where there is none. */
  public int find(int row, int item) {
    int low = starts[row];
    int high = starts[row + 1] - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int found = items[middle];
      if (found < item) {
        low = middle + 1;
      } else if (found > item) {
        high = middle - 1;
      } else {
        return middle;
      }
    }
    return -1;
  }

  /** Refuses what does not fit into arrays. */
  static int checkedCells(long cells) {
    if (cells > MOST_CELLS) {
      throw new UsageException(
          "the client × item matrix has %,d cells; at most %,d fit. Learn from fewer clients."
              .formatted(cells, MOST_CELLS));
    }
    return (int) cells;
  }
}
