package io.habitus.engine.graph;

import io.habitus.engine.kernel.Matrix;
import java.lang.foreign.MemorySegment;
import org.bytedeco.pytorch.Tensor;

/**
 * fp32 in training: products of many rows by the BLAS, the others by our own kernels. A BLAS packs
 * both sides anew, which pays from some hundred rows on; its inner loop then takes fewer
 * instructions than the JVM's compiler makes of ours (docs/engine.md). How it sums may depend on
 * the number of rows, which is why embedding does without it; the rows of a shard are always the
 * same.
 */
final class TrainingProducts extends Products {
  /** From so many rows on. */
  private static final int MANY = 240;

  /** From so many columns of a weight's gradient on. */
  private static final int WIDE = 128;

  /** Rows per call, which the collector waits for. */
  private static final int AT_ONCE = 1200;

  private final Fp32Products kernels = new Fp32Products();

  @Override
  Right right(MemorySegment weight, int rows, int columns, boolean transposed) {
    return new TrainingRight(weight, rows, columns, transposed);
  }

  @Override
  public void product(
      int rows,
      float[] a,
      int aAt,
      int aStride,
      Right b,
      int from,
      int depth,
      float[] c,
      int cAt,
      int cStride,
      boolean accumulate) {
    TrainingRight right = TrainingRight.of(b);
    if (rows < MANY) {
      kernels.product(
          rows, a, aAt, aStride, right.packed(), from, depth, c, cAt, cStride, accumulate);
      return;
    }
    int width = right.width();
    for (int row = 0; row < rows; row += AT_ONCE) {
      int count = Math.min(AT_ONCE, rows - row);
      Blas.product(
          count,
          width,
          depth,
          new Blas.Side(Blas.rows(a, aAt + row * aStride, aStride, count, depth), aStride, false),
          right.from(from),
          Blas.rows(c, cAt + row * cStride, cStride, count, width),
          cStride,
          accumulate);
    }
  }

  @Override
  public void addTransposedProduct(
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
      int cRow) {
    if (rows < MANY || m < WIDE || n < WIDE) {
      kernels.addTransposedProduct(rows, a, aAt, aStride, m, b, bAt, bStride, n, c, cRow);
      return;
    }
    MemorySegment into = Blas.rows(c.values(), c.at(cRow, 0), c.stride(), m, n);
    for (int row = 0; row < rows; row += AT_ONCE) {
      int count = Math.min(AT_ONCE, rows - row);
      Blas.product(
          m,
          n,
          count,
          new Blas.Side(Blas.rows(a, aAt + row * aStride, aStride, count, m), aStride, true),
          new Blas.Side(Blas.rows(b, bAt + row * bStride, bStride, count, n), bStride, false),
          into,
          c.stride(),
          true);
    }
  }

  @Override
  Tensor linear(Tensor x, Tensor weight) {
    return kernels.linear(x, weight);
  }

  @Override
  Tensor linear(Tensor x, Tensor weight, Tensor bias) {
    return kernels.linear(x, weight, bias);
  }
}
