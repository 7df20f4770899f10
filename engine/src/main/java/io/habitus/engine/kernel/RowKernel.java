package io.habitus.engine.kernel;

/**
 * What a transformer does to the rows of a heap matrix between its products. Sums run in eight
 * lanes, element i in lane i mod 8, which are then added pairwise: the same bits with and without
 * vectors.
 */
public interface RowKernel {
  /** Lanes of a sum. */
  int LANES = 8;

  /** The kernel of this JVM. */
  static RowKernel get() {
    return Kernels.ROWS;
  }

  /**
   * Layer normalisation of one row (Ba, Kiros and Hinton 2016): y = (x − mean)/√(variance + ε) ·
   * gain + shift.
   *
   * @param y may be where x is
   * @param moments receives the mean and 1/√(variance + ε)
   */
  void layerNorm(
      int width,
      float[] x,
      int xAt,
      float[] gain,
      float[] shift,
      float epsilon,
      float[] y,
      int yAt,
      float[] moments,
      int momentsAt);

  /**
   * The gradient of a row before its normalisation.
   *
   * @param gradient of y; replaced by that of x
   * @param moments as {@link #layerNorm} gave them
   * @param toGain the gradient of the gain is added here
   * @param toShift the gradient of the shift is added here
   */
  void layerNormBackward(
      int width,
      float[] gradient,
      int gradientAt,
      float[] x,
      int xAt,
      float[] gain,
      float[] moments,
      int momentsAt,
      float[] toGain,
      float[] toShift);

  /** x·σ(2·√(2/π)·(x + 0.044715·x³)): GELU by its approximation with tanh. */
  void gelu(int count, float[] x, int xAt, float[] y, int yAt);

  /** Multiplies a gradient by the slope of {@link #gelu} at x. */
  void geluBackward(int count, float[] x, int xAt, float[] gradient, int gradientAt);

  /** The largest of at least one value. */
  float largest(int count, float[] values, int at);

  /** Replaces values by exp(scale · value − shift). */
  void exponentials(int count, float[] values, int at, float scale, float shift);

  /** The sum of values. */
  float sum(int count, float[] values, int at);

  /** The sum of products. */
  float dot(int count, float[] a, int aAt, float[] b, int bAt);

  /** Multiplies values by a mask, whose elements count from {@code position}. */
  void mask(int count, float[] values, int at, DropoutMask mask, int position);
}
