package io.habitus.engine.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A row-major fp32 matrix on the heap, as the kernels want it: rows begin {@code stride} elements
 * apart, a multiple of a panel's width, and there is room for one row more than it has, so that
 * tiles may write past the edges. What lies there is not defined.
 *
 * @param values at least (rows + 1) · stride elements
 * @param rows number of rows
 * @param columns number of columns that mean something
 * @param stride elements from row to row
 */
public record Matrix(float[] values, int rows, int columns, int stride) {

  public Matrix {
    if (columns > stride || values.length < (rows + 1L) * stride) {
      throw new IllegalArgumentException(
          "%d × %d with stride %d does not fit into %d elements"
              .formatted(rows, columns, stride, values.length));
    }
  }

  /** Zeros. */
  public static Matrix zeros(int rows, int columns) {
    return new Matrix(new float[elements(rows, columns)], rows, columns, stride(columns));
  }

  /** The row distance for this many columns. */
  public static int stride(int columns) {
    int width = Kernels.TILE.width();
    return (columns + width - 1) / width * width;
  }

  /** Length of an array that holds such a matrix. */
  public static int elements(int rows, int columns) {
    return Math.multiplyExact(rows + 1, stride(columns));
  }

  /** Index of an element. */
  public int at(int row, int column) {
    return row * stride + column;
  }

  /** Copies contiguous fp32 elements in. */
  public void read(MemorySegment from) {
    for (int row = 0; row < rows; row++) {
      MemorySegment.copy(
          from, ValueLayout.JAVA_FLOAT, 4L * row * columns, values, row * stride, columns);
    }
  }

  /** Copies the elements out, contiguous. */
  public void write(MemorySegment into) {
    for (int row = 0; row < rows; row++) {
      MemorySegment.copy(
          values, row * stride, into, ValueLayout.JAVA_FLOAT, 4L * row * columns, columns);
    }
  }

  /** Adds the elements to contiguous fp32 elements. */
  public void addTo(MemorySegment into) {
    float[] sums = new float[columns];
    for (int row = 0; row < rows; row++) {
      addRowTo(row, into, 4L * row * columns, sums);
    }
  }

  /**
   * Adds one row to contiguous fp32 elements.
   *
   * @param offset of the first in bytes
   * @param sums as long as a row; overwritten
   */
  public void addRowTo(int row, MemorySegment into, long offset, float[] sums) {
    MemorySegment.copy(into, ValueLayout.JAVA_FLOAT, offset, sums, 0, columns);
    int at = row * stride;
    for (int column = 0; column < columns; column++) {
      sums[column] += values[at + column];
    }
    MemorySegment.copy(sums, 0, into, ValueLayout.JAVA_FLOAT, offset, columns);
  }
}
