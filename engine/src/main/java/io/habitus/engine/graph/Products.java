package io.habitus.engine.graph;

import io.habitus.engine.NativeRuntime;
import io.habitus.engine.Precision;
import io.habitus.engine.kernel.Matrix;
import java.lang.foreign.MemorySegment;
import org.bytedeco.pytorch.Tensor;

/**
 * The matrix products of layers over heap arrays, in one number type. Layers say what is
 * multiplied; whether operands are rounded is decided here. For one thread at a time.
 */
public abstract sealed class Products
    permits Fp32Products, TrainingProducts, RoundedProducts, UnitProducts {

  /** The right side of products: a weight, made ready once for many of them. */
  public sealed interface Right permits PackedRight, TrainingRight, NarrowRight {
    /** Its rows: what is summed over. */
    int depth();
  }

  /**
   * The products of this precision.
   *
   * <p>bfloat16 runs on the CPU's units in training alone. An embedding must not depend on who is
   * embedded beside a client, which libtorch's product does not promise: there the same roundings
   * surround our own products, on every CPU.
   */
  static Products of(Precision precision, boolean training) {
    return switch (precision) {
      case FP32 -> training ? new TrainingProducts() : new Fp32Products();
      case BF16 ->
          training && NativeRuntime.get().hasBfloat16()
              ? new UnitProducts()
              : new RoundedProducts();
    };
  }

  /**
   * Makes a weight ready.
   *
   * @param weight (rows, columns), fp32, row-major
   * @param transposed whether products are {@code a · Wᵀ}, else {@code a · W}
   * @return valid while the graph is that it was made for
   */
  abstract Right right(MemorySegment weight, int rows, int columns, boolean transposed);

  /**
   * {@code c (+)= a · b} for {@code rows} rows of a and c. May write up to one row, and columns up
   * to a multiple of a panel's width, beyond c's edge.
   *
   * @param a row-major with {@code aStride}, from {@code aAt}; (rows, depth of b)
   * @param c row-major with {@code cStride}, from {@code cAt}; (rows, columns of b)
   */
  public final void product(
      int rows,
      float[] a,
      int aAt,
      int aStride,
      Right b,
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
  public abstract void product(
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
      boolean accumulate);

  /**
   * {@code c += aᵀ · b}: what a weight's gradient is made of. May read one element beyond each row
   * of a and write one row beyond c's.
   *
   * @param rows of a and b
   * @param a row-major with {@code aStride}, from {@code aAt}; (rows, m)
   * @param b row-major with {@code bStride}, from {@code bAt}; (rows, n)
   * @param c (m, n), from row {@code cRow} on
   */
  public abstract void addTransposedProduct(
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
      int cRow);

  /** The same from and to the beginning of matrices. */
  public final void addTransposedProduct(Matrix a, Matrix b, Matrix c) {
    addTransposedProduct(
        a.rows(),
        a.values(),
        0,
        a.stride(),
        a.columns(),
        b.values(),
        0,
        b.stride(),
        b.columns(),
        c,
        0);
  }

  /** {@code x · Wᵀ} of libtorch's tensors, with gradients: x (…, inputs), W (outputs, inputs). */
  abstract Tensor linear(Tensor x, Tensor weight);

  /** The same plus a bias (outputs), which is added in fp32. */
  Tensor linear(Tensor x, Tensor weight, Tensor bias) {
    return linear(x, weight).add(bias);
  }
}
