package io.habitus.engine.graph;

import io.habitus.engine.kernel.Gemm;
import io.habitus.engine.kernel.Matrix;
import io.habitus.engine.kernel.Panels;
import java.lang.foreign.MemorySegment;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** fp32 throughout, by our own kernels. */
final class Fp32Products extends Products {
  private final Gemm.Scratch scratch = new Gemm.Scratch();

  static Panels pack(MemorySegment weight, int rows, int columns, boolean transposed) {
    return transposed
        ? Panels.ofTransposed(weight, columns, rows)
        : Panels.of(weight, rows, columns);
  }

  @Override
  Right right(MemorySegment weight, int rows, int columns, boolean transposed) {
    return new PackedRight(pack(weight, rows, columns, transposed));
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
    Gemm.product(rows, a, aAt, aStride, panels, from, depth, c, cAt, cStride, accumulate);
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
    Gemm.addTransposedProduct(rows, a, aAt, aStride, m, b, bAt, bStride, n, c, cRow, scratch);
  }

  @Override
  Tensor linear(Tensor x, Tensor weight) {
    return torch.linear(x, weight);
  }

  @Override
  Tensor linear(Tensor x, Tensor weight, Tensor bias) {
    return torch.linear(x, weight, new TensorOptional(bias));
  }
}
