package io.habitus.engine.kernel;

/**
 * Matrix products on the heap, on the calling thread. An element is one chain of fused
 * multiply-adds in ascending order of the inner index: it has the same bits however many rows are
 * multiplied at once.
 */
public final class Gemm {
  /**
   * Inner indices per pass: a panel of 16 columns then takes 16 KB, half of a first-level cache.
   */
  private static final int DEPTH = 256;

  /** Inner indices per pass of a product that reads its left side across: each is a cache line. */
  private static final int ACROSS = 128;

  /** From so many columns on, transposing the left side costs little beside the product. */
  private static final int WIDE = 128;

  /**
   * Rows that lie a multiple of so many elements apart share a few sets of the first-level cache:
   * reading across them was a fifth slower than transposing them (512 × 1,536 by 600 rows).
   */
  private static final int ALIASED = 512;

  /** Rows of a's that stay in the second-level cache while all panels pass by. */
  private static final int BLOCK = 20 * TileKernel.ROWS;

  private static final TileKernel TILE = Kernels.TILE;

  private Gemm() {}

  /**
   * {@code c (+)= a · b} for {@code rows} rows of a and c. Writes up to one row, and columns up to
   * a multiple of a panel's width, beyond c's edge.
   *
   * @param a row-major with {@code aStride}, from {@code aAt}; (rows, b.depth)
   * @param c row-major with {@code cStride}, from {@code cAt}; (rows, b.columns)
   */
  public static void product(
      int rows,
      float[] a,
      int aAt,
      int aStride,
      Panels b,
      float[] c,
      int cAt,
      int cStride,
      boolean accumulate) {
    product(rows, a, aAt, aStride, b, 0, b.depth(), c, cAt, cStride, accumulate);
  }

  /**
   * The same with rows {@code [from, from + depth)} of b.
   *
   * @param a (rows, depth)
   */
  public static void product(
      int rows,
      float[] a,
      int aAt,
      int aStride,
      Panels b,
      int from,
      int depth,
      float[] c,
      int cAt,
      int cStride,
      boolean accumulate) {
    product(
        rows,
        a,
        aAt,
        aStride,
        b.values(),
        from,
        depth,
        b.depth(),
        b.columns(),
        c,
        cAt,
        cStride,
        accumulate);
  }

  private static void product(
      int rows,
      float[] a,
      int aAt,
      int aStride,
      float[] panels,
      int from,
      int depth,
      int panelDepth,
      int columns,
      float[] c,
      int cAt,
      int cStride,
      boolean accumulate) {
    int width = TILE.width();
    for (int k = 0; k < depth; k += DEPTH) {
      int part = Math.min(DEPTH, depth - k);
      boolean add = accumulate || k > 0;
      for (int block = 0; block < rows; block += BLOCK) {
        int end = Math.min(rows, block + BLOCK);
        for (int column = 0; column < columns; column += width) {
          int panelAt = column * panelDepth + (from + k) * width;
          for (int row = block; row < end; row += TileKernel.ROWS) {
            TILE.apply(
                Math.min(TileKernel.ROWS, (end - row + 1) & ~1),
                a,
                aAt + row * aStride + k,
                aStride,
                panels,
                panelAt,
                part,
                c,
                cAt + row * cStride + column,
                cStride,
                add);
          }
        }
      }
    }
  }

  /**
   * {@code c += aᵀ · b}: what a weight's gradient is made of.
   *
   * @param rows of a and b
   * @param a row-major with {@code aStride}, from {@code aAt}; (rows, m)
   * @param b row-major with {@code bStride}, from {@code bAt}; (rows, n)
   * @param c (m, n), from row {@code cRow} on
   *     <p>Reads up to one element beyond each row of a, and writes up to one row beyond c's.
   * @param scratch reused between calls of one thread
   */
  public static void addTransposedProduct(
      int rows,
      float[] a,
      int aAt,
      int aStride,
      int m,
      float[] b,
      int bAt,
      int bStride,
      int n,
      Matrix c,
      int cRow,
      Scratch scratch) {
    if (n >= WIDE && aStride % ALIASED == 0) {
      transposing(rows, a, aAt, aStride, m, b, bAt, bStride, n, c, cRow, scratch);
    } else {
      across(rows, a, aAt, aStride, m, b, bAt, bStride, n, c, cRow, scratch);
    }
  }

  /** Reads a as it lies. */
  private static void across(
      int rows,
      float[] a,
      int aAt,
      int aStride,
      int m,
      float[] b,
      int bAt,
      int bStride,
      int n,
      Matrix c,
      int cRow,
      Scratch scratch) {
    int width = TILE.width();
    for (int from = 0; from < rows; from += ACROSS) {
      int depth = Math.min(ACROSS, rows - from);
      float[] packed = scratch.right(Panels.elements(depth, n));
      Panels.pack(b, bAt + from * bStride, bStride, depth, n, packed);
      int first = aAt + from * aStride;
      for (int block = 0; block < m; block += BLOCK) {
        int end = Math.min(m, block + BLOCK);
        for (int column = 0; column < n; column += width) {
          for (int row = block; row < end; row += TileKernel.ROWS) {
            TILE.addTransposed(
                Math.min(TileKernel.ROWS, (end - row + 1) & ~1),
                a,
                first + row,
                aStride,
                packed,
                column * depth,
                depth,
                c.values(),
                (cRow + row) * c.stride() + column,
                c.stride());
          }
        }
      }
    }
  }

  /** Transposes a first: the same chains, hence the same bits. */
  private static void transposing(
      int rows,
      float[] a,
      int aAt,
      int aStride,
      int m,
      float[] b,
      int bAt,
      int bStride,
      int n,
      Matrix c,
      int cRow,
      Scratch scratch) {
    for (int from = 0; from < rows; from += DEPTH) {
      int depth = Math.min(DEPTH, rows - from);
      float[] transposed = scratch.left((m + 1) * depth);
      transpose(a, aAt + from * aStride, aStride, depth, m, transposed);
      float[] packed = scratch.right(Panels.elements(depth, n));
      Panels.pack(b, bAt + from * bStride, bStride, depth, n, packed);
      product(
          m,
          transposed,
          0,
          depth,
          packed,
          0,
          depth,
          depth,
          n,
          c.values(),
          cRow * c.stride(),
          c.stride(),
          true);
    }
  }

  private static void transpose(
      float[] a, int aAt, int aStride, int rows, int columns, float[] into) {
    int block = 8; // a cache line holds 16 elements; eight of them stay in the first-level cache
    for (int row = 0; row < rows; row += block) {
      int end = Math.min(rows, row + block);
      for (int column = 0; column < columns; column++) {
        for (int r = row; r < end; r++) {
          into[column * rows + r] = a[aAt + r * aStride + column];
        }
      }
    }
  }

  /** Arrays that products of one thread use again and again. */
  public static final class Scratch {
    private float[] left = new float[0];
    private float[] right = new float[0];

    float[] left(int size) {
      if (left.length < size) {
        left = new float[size];
      }
      return left;
    }

    float[] right(int size) {
      if (right.length < size) {
        right = new float[size];
      }
      return right;
    }
  }
}
