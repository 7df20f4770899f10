package io.habitus.engine;

import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Operations of libtorch, each written into a tensor that the caller gives: a step allocates
 * nothing. The target comes first and must not overlap an input unless said so.
 *
 * <p>JavaCPP returns the target's own Java object again, so there is nothing to free; what else is
 * made on the way (tuples, options, views) belongs to a {@link PointerScope}.
 */
public final class Operations {
  private static final double LAYER_NORM_EPSILON = 1e-5;

  private Operations() {}

  /** {@code out = a · b}. */
  public static void product(Tensor out, Tensor a, Tensor b) {
    torch.mm_out(out.raw, a.raw, b.raw);
  }

  /** {@code out = bias + a · b}, the bias added to every row. */
  public static void affine(Tensor out, Tensor bias, Tensor a, Tensor b) {
    torch.addmm_out(out.raw, bias.raw, a.raw, b.raw);
  }

  /** {@code out = a + b}, b broadcast over rows where it is a vector; out may be a. */
  public static void add(Tensor out, Tensor a, Tensor b) {
    torch.add_out(out.raw, a.raw, b.raw);
  }

  /**
   * {@code out = a[:, from … from + out.rows)ᵀ · b}: some rows of a weight's gradient.
   *
   * @param a (n, m)
   * @param b (n, k)
   */
  public static void transposedProduct(Tensor out, Tensor a, long from, Tensor b) {
    try (PointerScope scope = new PointerScope()) {
      torch.mm_out(out.raw, a.raw.narrow(1, from, out.rows()).t(), b.raw);
    }
  }

  /**
   * Eigenvalues and eigenvectors of a symmetric matrix (LAPACK's divide and conquer).
   *
   * @param values (n), ascending
   * @param vectors (n, n), row i belongs to value i; of length 1, orthogonal to one another
   * @param symmetric (n, n), of which the lower triangle is read
   */
  public static void eigen(Tensor values, Tensor vectors, Tensor symmetric) {
    try (PointerScope scope = new PointerScope()) {
      torch.linalg_eigh_out(values.raw, vectors.raw.t(), symmetric.raw);
    }
  }

  /** Copies with conversion between number types. */
  public static void copy(Tensor out, Tensor from) {
    out.raw.copy_(from.raw);
  }

  /** Sum over rows: {@code out} is (columns). */
  public static void sumRows(Tensor out, Tensor matrix) {
    torch.sum_out(out.raw, matrix.raw, 0L);
  }

  /** x·Φ(x), with the exact normal distribution function. */
  public static void gelu(Tensor out, Tensor x) {
    torch.gelu_out(out.raw, x.raw);
  }

  /** {@code out = gradient · gelu'(x)}; out may be the gradient. */
  public static void geluBackward(Tensor out, Tensor gradient, Tensor x) {
    torch.gelu_backward_out(out.raw, gradient.raw, x.raw);
  }

  /**
   * Layer normalisation of each row (Ba et al. 2016), epsilon 1e-5.
   *
   * @param mean (rows, 1) and
   * @param inverseDeviation (rows, 1) are kept for the backward pass
   */
  public static void layerNorm(
      Tensor out, Tensor mean, Tensor inverseDeviation, Tensor x, Tensor weight, Tensor bias) {
    try (PointerScope scope = new PointerScope()) {
      torch.native_layer_norm_out(
          out.raw,
          mean.raw,
          inverseDeviation.raw,
          x.raw,
          new long[] {x.columns()},
          new TensorOptional(weight.raw),
          new TensorOptional(bias.raw),
          LAYER_NORM_EPSILON);
    }
  }

  /** Gradients of {@link #layerNorm} for its input, weight and bias. */
  public static void layerNormBackward(
      Tensor gradientX,
      Tensor gradientWeight,
      Tensor gradientBias,
      Tensor gradient,
      Tensor x,
      Tensor mean,
      Tensor inverseDeviation,
      Tensor weight,
      Tensor bias) {
    try (PointerScope scope = new PointerScope()) {
      torch.native_layer_norm_backward_out(
          gradientX.raw,
          gradientWeight.raw,
          gradientBias.raw,
          gradient.raw,
          x.raw,
          new long[] {x.columns()},
          mean.raw,
          inverseDeviation.raw,
          new TensorOptional(weight.raw),
          new TensorOptional(bias.raw),
          new BoolPointer(3).put(0, true).put(1, true).put(2, true));
    }
  }

  /** Fills with one value. */
  public static void fill(Tensor out, float value) {
    try (PointerScope scope = new PointerScope()) {
      out.raw.fill_(new org.bytedeco.pytorch.Scalar(value));
    }
  }

  static void uniform(Tensor out, double from, double to, GeneratorOptional generator) {
    out.raw.uniform_(from, to, generator);
  }
}
