package io.habitus.engine.kernel;

import java.util.Arrays;

/** The softmax of one row of logits, its cross-entropy and its gradient, in place. */
public final class SoftmaxKernel {

  private SoftmaxKernel() {}

  /**
   * Returns −log softmax(logits + bias)[target] and replaces the logits by its gradient times
   * {@code scale}: (softmax − one-hot) · scale.
   *
   * @param target negative: the loss is 0 and so is the gradient
   */
  public static double lossAndGradient(
      float[] logits, int at, int count, float[] bias, int target, float scale) {
    if (target < 0) {
      Arrays.fill(logits, at, at + count, 0);
      return 0;
    }
    float most = addBias(logits, at, count, bias);
    float chosen = logits[at + target];
    exponentials(logits, at, count, most);
    double total = sum(logits, at, count);
    float factor = (float) (scale / total);
    for (int i = at; i < at + count; i++) {
      logits[i] *= factor;
    }
    logits[at + target] -= scale;
    return Math.log(total) + most - chosen;
  }

  /** Adds the bias; returns the largest sum, or NaN if there is one. */
  private static float addBias(float[] logits, int at, int count, float[] bias) {
    float most = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      logits[at + i] += bias[i];
      most = Math.max(most, logits[at + i]);
    }
    return most;
  }

  /** Replaces every value by exp(value − most). */
  private static void exponentials(float[] values, int at, int count, float most) {
    int end = Kernels.areVectorised() ? VectorMath.exponentials(values, at, count, most) : 0;
    for (int i = at + end; i < at + count; i++) {
      values[i] = PlainMath.exp(values[i] - most);
    }
  }

  /** Four chains of additions, so that they overlap; always the same four. */
  private static double sum(float[] values, int at, int count) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = at;
    for (; i + 3 < at + count; i += 4) {
      a += values[i];
      b += values[i + 1];
      c += values[i + 2];
      d += values[i + 3];
    }
    for (; i < at + count; i++) {
      a += values[i];
    }
    return (a + b) + (c + d);
  }
}
