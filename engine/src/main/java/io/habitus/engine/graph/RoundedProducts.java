package io.habitus.engine.graph;

import io.habitus.engine.kernel.Bfloat16;
import io.habitus.engine.kernel.Gemm;
import io.habitus.engine.kernel.Matrix;
import io.habitus.engine.kernel.Panels;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What bfloat16 units do, without them: operands are rounded, multiplied and summed in fp32, and
 * the result is rounded. It is added to what was there in fp32.
 */
final class RoundedProducts extends Products {
  /** Rows whose rounded copies exist at a time, where rows are summed over. */
  private static final int ROWS_AT_ONCE = 1024;

  private final Gemm.Scratch scratch = new Gemm.Scratch();
  private float[] left = new float[0];
  private float[] right = new float[0];
  private float[] result = new float[0];

  @Override
  Right right(MemorySegment weight, int rows, int columns, boolean transposed) {
    Panels panels = Fp32Products.pack(weight, rows, columns, transposed);
    Bfloat16.round(panels.values(), 0, panels.values(), 0, panels.values().length);
    return new PackedRight(panels);
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
    Panels panels = PackedRight.panelsOf(b);
    int stride = Matrix.stride(panels.columns());
    left = grown(left, (rows + 1) * depth);
    result = grown(result, (rows + 1) * stride);
    round(rows, a, aAt, aStride, depth, left, depth);
    Gemm.product(rows, left, 0, depth, panels, from, depth, result, 0, stride, false);
    for (int row = 0; row < rows; row++) {
      int at = cAt + row * cStride;
      if (accumulate) {
        Bfloat16.addRounded(result, row * stride, c, at, panels.columns());
      } else {
        Bfloat16.round(result, row * stride, c, at, panels.columns());
      }
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
    int aRoom = Matrix.stride(m);
    int bRoom = Matrix.stride(n);
    int atOnce = Math.min(rows, ROWS_AT_ONCE);
    left = grown(left, (atOnce + 1) * aRoom);
    right = grown(right, (atOnce + 1) * bRoom);
    result = grown(result, Matrix.elements(m, n));
    Arrays.fill(result, 0, m * bRoom, 0);
    Matrix sums = new Matrix(result, m, n, bRoom);
    for (int from = 0; from < rows; from += atOnce) {
      int count = Math.min(atOnce, rows - from);
      round(count, a, aAt + from * aStride, aStride, m, left, aRoom);
      round(count, b, bAt + from * bStride, bStride, n, right, bRoom);
      Gemm.addTransposedProduct(count, left, 0, aRoom, m, right, 0, bRoom, n, sums, 0, scratch);
    }
    for (int row = 0; row < m; row++) {
      Bfloat16.addRounded(result, row * bRoom, c.values(), c.at(cRow + row, 0), n);
    }
  }

  private static void round(
      int rows, float[] from, int at, int stride, int columns, float[] into, int intoStride) {
    for (int row = 0; row < rows; row++) {
      Bfloat16.round(from, at + row * stride, into, row * intoStride, columns);
    }
  }

  private static float[] grown(float[] array, int size) {
    return array.length < size ? new float[size] : array;
  }

  /** A conversion's gradient is converted back, so gradients are rounded where operands are. */
  @Override
  Tensor linear(Tensor x, Tensor weight) {
    return rounded(torch.linear(rounded(x), rounded(weight)));
  }

  private static Tensor rounded(Tensor x) {
    return x.to(torch.ScalarType.BFloat16).to(torch.ScalarType.Float);
  }
}
