package io.habitus.engine.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The right side of a product, packed: panels of a few columns, each (depth, width) and contiguous.
 * Packing costs one pass; every product with it then reads memory in order.
 *
 * @param values panel after panel; missing columns of the last one are 0
 * @param depth rows of the matrix
 * @param columns columns of the matrix
 */
public record Panels(float[] values, int depth, int columns) {

  /** Elements of a packed matrix. */
  public static int elements(int depth, int columns) {
    return Math.multiplyExact(depth, Matrix.stride(columns));
  }

  /** Of a matrix (depth, columns) in contiguous memory. */
  public static Panels of(MemorySegment matrix, int depth, int columns) {
    float[] rows = matrix.asSlice(0, 4L * depth * columns).toArray(ValueLayout.JAVA_FLOAT);
    float[] packed = new float[elements(depth, columns)];
    pack(rows, 0, columns, depth, columns, packed);
    return new Panels(packed, depth, columns);
  }

  /** Of the transpose of a matrix (columns, depth) in contiguous memory. */
  public static Panels ofTransposed(MemorySegment matrix, int depth, int columns) {
    float[] rows = matrix.asSlice(0, 4L * depth * columns).toArray(ValueLayout.JAVA_FLOAT);
    int width = Kernels.TILE.width();
    float[] packed = new float[elements(depth, columns)];
    for (int column = 0; column < columns; column++) {
      int at = column / width * width * depth + column % width;
      int from = column * depth;
      for (int k = 0; k < depth; k++) {
        packed[at + k * width] = rows[from + k];
      }
    }
    return new Panels(packed, depth, columns);
  }

  /**
   * Of a matrix on the heap.
   *
   * @param into holds the panels, at least {@link #elements} long
   */
  public static Panels of(Matrix matrix, float[] into) {
    pack(matrix.values(), 0, matrix.stride(), matrix.rows(), matrix.columns(), into);
    return new Panels(into, matrix.rows(), matrix.columns());
  }

  /**
   * Of the transpose of a matrix on the heap.
   *
   * @param into holds the panels, at least {@link #elements} long
   */
  public static Panels ofTransposed(Matrix matrix, float[] into) {
    packTransposed(matrix, 0, matrix.rows(), 0, matrix.columns(), into);
    return new Panels(into, matrix.columns(), matrix.rows());
  }

  /** Packs the transpose of a part of a matrix: (columns, rows). */
  static void packTransposed(
      Matrix matrix, int row, int rows, int column, int columns, float[] packed) {
    int width = Kernels.TILE.width();
    float[] source = matrix.values();
    int stride = matrix.stride();
    for (int from = 0; from < rows; from += width) {
      int used = Math.min(width, rows - from);
      int base = matrix.at(row + from, column);
      int to = from * columns;
      for (int k = 0; k < columns; k++) {
        for (int r = 0; r < used; r++) {
          packed[to + k * width + r] = source[base + r * stride + k];
        }
      }
    }
  }

  /** Packs rows {@code [from …]} of a row-major matrix into an array that may be used again. */
  static void pack(float[] matrix, int from, int stride, int depth, int columns, float[] packed) {
    int width = Kernels.TILE.width();
    for (int column = 0; column < columns; column += width) {
      int used = Math.min(width, columns - column);
      int at = column * depth;
      for (int k = 0; k < depth; k++) {
        System.arraycopy(matrix, from + k * stride + column, packed, at + k * width, used);
      }
    }
  }
}
