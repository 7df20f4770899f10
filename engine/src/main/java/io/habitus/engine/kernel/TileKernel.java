package io.habitus.engine.kernel;

/**
 * A tile of a product: a few rows of the left matrix times one panel of the right one. Each element
 * is a chain of fused multiply-adds in ascending order of the inner index, so that the result does
 * not depend on how a matrix is cut into tiles, nor on the width of vectors.
 */
interface TileKernel {
  /** Rows of a full tile. */
  int ROWS = 6;

  /** Columns of a panel. */
  int width();

  /**
   * {@code c[r, :] (+)= Σ a[r, k] · panel[k, :]} for rows r below {@code rows}.
   *
   * @param rows 2, 4 or 6
   * @param a row-major with {@code aStride}, from {@code aAt}
   * @param panel (depth, width), from {@code panelAt}
   * @param c row-major with {@code cStride}, from {@code cAt}; {@link #width} columns are written
   * @param accumulate whether c's values are the start of the chains; else they start at 0
   */
  void apply(
      int rows,
      float[] a,
      int aAt,
      int aStride,
      float[] panel,
      int panelAt,
      int depth,
      float[] c,
      int cAt,
      int cStride,
      boolean accumulate);

  /**
   * {@code c[r, :] += Σ a[k, r] · panel[k, :]} for rows r below {@code rows}: a is read across its
   * rows and need not be transposed.
   *
   * @param rows 2, 4 or 6
   * @param a row-major with {@code aStride}, from {@code aAt}; (depth, rows)
   * @param panel (depth, width), from {@code panelAt}
   * @param c row-major with {@code cStride}, from {@code cAt}; {@link #width} columns are written
   */
  void addTransposed(
      int rows,
      float[] a,
      int aAt,
      int aStride,
      float[] panel,
      int panelAt,
      int depth,
      float[] c,
      int cAt,
      int cStride);
}
