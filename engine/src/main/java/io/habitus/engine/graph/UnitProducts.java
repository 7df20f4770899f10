package io.habitus.engine.graph;

import io.habitus.engine.kernel.Matrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Products of bfloat16 by libtorch, for CPUs that have units for it. Operands and results are
 * rounded as in {@link RoundedProducts}; the order in which a product is summed is libtorch's.
 */
final class UnitProducts extends Products {

  @Override
  Right right(MemorySegment weight, int rows, int columns, boolean transposed) {
    Tensor values = narrow(RawTensors.over(weight, rows, columns));
    return new NarrowRight(transposed ? values.t() : values);
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
    try (PointerScope scope = new PointerScope();
        Arena arena = Arena.ofConfined()) {
      Tensor left = copied(arena, a, aAt, aStride, rows, depth);
      Tensor result = left.mm(NarrowRight.valuesOf(b).narrow(0, from, depth));
      finish(result, c, cAt, cStride, accumulate);
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
    try (PointerScope scope = new PointerScope();
        Arena arena = Arena.ofConfined()) {
      Tensor left = copied(arena, a, aAt, aStride, rows, m);
      Tensor right = copied(arena, b, bAt, bStride, rows, n);
      finish(left.t().mm(right), c.values(), c.at(cRow, 0), c.stride(), true);
    }
  }

  /** Rows from the heap: (rows, columns). */
  private static Tensor copied(
      Arena arena, float[] from, int at, int stride, int rows, int columns) {
    MemorySegment floats = arena.allocate(4L * rows * columns, 64);
    for (int row = 0; row < rows; row++) {
      MemorySegment.copy(
          from, at + row * stride, floats, ValueLayout.JAVA_FLOAT, 4L * row * columns, columns);
    }
    return narrow(RawTensors.over(floats, rows, columns));
  }

  private static void finish(Tensor result, float[] c, int cAt, int cStride, boolean accumulate) {
    int rows = Math.toIntExact(result.size(0));
    int columns = Math.toIntExact(result.size(1));
    MemorySegment values = RawTensors.memory(result.to(torch.ScalarType.Float).contiguous());
    float[] row = new float[columns];
    for (int i = 0; i < rows; i++) {
      MemorySegment.copy(values, ValueLayout.JAVA_FLOAT, 4L * i * columns, row, 0, columns);
      int at = cAt + i * cStride;
      for (int j = 0; j < columns; j++) {
        c[at + j] = accumulate ? c[at + j] + row[j] : row[j];
      }
    }
  }

  private static Tensor narrow(Tensor x) {
    return x.to(torch.ScalarType.BFloat16);
  }

  @Override
  Tensor linear(Tensor x, Tensor weight) {
    return torch.linear(narrow(x), narrow(weight)).to(torch.ScalarType.Float);
  }
}
