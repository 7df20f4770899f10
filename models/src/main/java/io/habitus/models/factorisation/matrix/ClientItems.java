package io.habitus.models.factorisation.matrix;

import io.habitus.core.hash.SplitMix64;
import io.habitus.core.problem.UsageException;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * A sparse matrix, row by row: (clients, items). 8 bytes per cell and 12 per client.
 *
 * <p>Rows are in ascending order of {@link Mixing#mix} of the id: as good as random. Ids often tell
 * when a client came, and a descent that goes through the clients in that order forgets the first
 * ones' items in every pass.
 *
 * @param clients (clients) ids
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

  /** The same rows in the order that they should have. */
  public ClientItems inOrder() {
    long[] order = LongStream.of(clients).map(SplitMix64::mix).sorted().toArray();
    int[] rows = new int[clients.length];
    for (int row = 0; row < clients.length; row++) {
      rows[Arrays.binarySearch(order, SplitMix64.mix(clients[row]))] = row;
    }
    ClientItems ordered =
        new ClientItems(
            new long[clients.length],
            new int[starts.length],
            new int[items.length],
            new float[items.length],
            names);
    for (int place = 0; place < rows.length; place++) {
      int from = starts[rows[place]];
      int size = starts[rows[place] + 1] - from;
      int to = ordered.starts[place];
      ordered.clients[place] = clients[rows[place]];
      ordered.starts[place + 1] = to + size;
      System.arraycopy(items, from, ordered.items, to, size);
      System.arraycopy(values, from, ordered.values, to, size);
    }
    return ordered;
  }

  /** Row of a client in such an order of ids, or a negative number where it has none. */
  public static int find(long[] clients, long client) {
    long wanted = SplitMix64.mix(client);
    int low = 0;
    int high = clients.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long found = SplitMix64.mix(clients[middle]);
      if (found == wanted) {
        return middle;
      }
      if (found < wanted) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

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

  /** A digest of all cells and of whose they are. */
  public long digest() {
    long digest = itemCount();
    for (int row = 0; row < clients.length; row++) {
      long cells = CellReader.digest(items, values, starts[row], starts[row + 1]);
      digest = SplitMix64.mix(SplitMix64.mix(digest ^ clients[row]) ^ cells);
    }
    return digest;
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
