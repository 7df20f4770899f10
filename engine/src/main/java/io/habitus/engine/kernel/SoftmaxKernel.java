package io.habitus.engine.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The softmax of one row of logits, its cross-entropy and its gradient, in place. */
public final class SoftmaxKernel {
  /** Values that are summed in fp32. */
  private static final int PART = 512;

  private static final RowKernel ROWS = RowKernel.get();

  private SoftmaxKernel() {}

  /**
   * Returns −log softmax(logits + bias)[target] and replaces the logits by its gradient times
   * {@code scale}: (softmax − one-hot) · scale.
   *
   * @param bias added to the logits, or null for none
   * @param target negative: the loss is 0 and so is the gradient
   */
  public static double lossAndGradient(
      float[] logits, int at, int count, float @Nullable [] bias, int target, float scale) {
    if (target < 0) {
      Arrays.fill(logits, at, at + count, 0);
      return 0;
    }
    float most = bias == null ? ROWS.largest(count, logits, at) : addBias(logits, at, count, bias);
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
    for (int i = 0; i < count; i++) {
      logits[at + i] += bias[i];
    }
    return ROWS.largest(count, logits, at);
  }

  /** Replaces every value by exp(value − most). */
  private static void exponentials(float[] values, int at, int count, float most) {
    int end = Kernels.areVectorised() ? VectorMath.exponentials(values, at, count, most) : 0;
    for (int i = at + end; i < at + count; i++) {
      values[i] = PlainMath.exp(values[i] - most);
    }
  }

  /** Parts in fp32, added in double precision: a vocabulary may be large. */
  private static double sum(float[] values, int at, int count) {
    double sum = 0;
    for (int from = 0; from < count; from += PART) {
      sum += ROWS.sum(Math.min(PART, count - from), values, at + from);
    }
    return sum;
  }
}
