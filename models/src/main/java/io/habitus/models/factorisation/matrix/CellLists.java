package io.habitus.models.factorisation.matrix;

/**
 * A sparse matrix by lists: of a client's items, or, turned around, of an item's clients.
 *
 * @param starts (lists + 1) first cell of each list
 * @param others (cells) what each is a cell with, ascending within a list
 * @param values (cells)
 */
@SuppressWarnings("ArrayRecordComponent")
public record CellLists(int[] starts, int[] others, float[] values) {

  public int count() {
    return starts.length - 1;
  }

  /** Items of each client. */
  public static CellLists byClient(ClientItems matrix) {
    return new CellLists(matrix.starts(), matrix.items(), matrix.values());
  }

  /** Clients of each item: a copy, 8 bytes per cell. */
  public static CellLists byItem(ClientItems matrix) {
    int[] starts = new int[matrix.itemCount() + 1];
    for (int item : matrix.items()) {
      starts[item + 1]++;
    }
    for (int item = 0; item < matrix.itemCount(); item++) {
      starts[item + 1] += starts[item];
    }
    int[] next = starts.clone();
    int[] clients = new int[matrix.cells()];
    float[] values = new float[matrix.cells()];
    for (int row = 0; row < matrix.clientCount(); row++) {
      for (int cell = matrix.starts()[row]; cell < matrix.starts()[row + 1]; cell++) {
        int place = next[matrix.items()[cell]]++;
        clients[place] = row;
        values[place] = matrix.values()[cell];
      }
    }
    return new CellLists(starts, clients, values);
  }
}
