package io.habitus.explain.sae;

import java.util.Arrays;

/**
 * The largest positive values of several rows together. Values come in, row by row; whenever twice
 * as many are held as are wanted, the smaller half goes. Equal values: the earlier one wins. For
 * one thread.
 */
final class BatchSelector {
  private final int wanted;
  private final int columns;
  private final long[] found;
  private int size;
  private float threshold;

  /**
   * For one set of rows.
   *
   * @param wanted how many to keep
   * @param rows of the set
   * @param columns of a row
   */
  BatchSelector(int wanted, int rows, int columns) {
    Math.multiplyExact(rows, columns); // positions are ints
    this.wanted = wanted;
    this.columns = columns;
    found = new long[Math.max(64, Math.multiplyExact(2, wanted))];
  }

  void add(int row, float[] values, int at) {
    for (int j = 0; j < columns; j++) {
      float value = values[at + j];
      if (value > threshold) {
        if (size == found.length) {
          shrink();
          if (value <= threshold) {
            continue;
          }
        }
        long position = ~(row * columns + j) & 0xFFFFFFFFL;
        found[size++] = (long) Float.floatToRawIntBits(value) << 32 | position;
      }
    }
  }

  private void shrink() {
    if (size > wanted) {
      Arrays.sort(found, 0, size);
      System.arraycopy(found, size - wanted, found, 0, wanted);
      size = wanted;
      threshold = Float.intBitsToFloat((int) (found[0] >>> 32));
    }
  }

  /** The selected values, row by row. */
  SparseCodes codes(int rows) {
    shrink();
    for (int i = 0; i < size; i++) {
      found[i] = (long) ~(int) found[i] << 32 | found[i] >>> 32;
    }
    Arrays.sort(found, 0, size);
    SparseCodes.Builder codes = new SparseCodes.Builder(rows, Math.max(1, wanted / rows));
    int at = 0;
    for (int row = 0; row < rows; row++) {
      for (; at < size && (int) (found[at] >> 32) / columns == row; at++) {
        codes.add((int) (found[at] >> 32) % columns, Float.intBitsToFloat((int) found[at]));
      }
      codes.endRow();
    }
    return codes.build();
  }
}
