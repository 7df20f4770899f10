package io.habitus.engine;

import java.lang.foreign.MemorySegment;

/** One AdamW step over consecutive fp32 weights. Implementations give the same bits. */
public sealed interface AdamWKernel permits PlainAdamWKernel, VectorAdamWKernel {

  /** With vectors where this JVM has them. */
  static AdamWKernel fastest() {
    return AdamW.isVectorised() ? new VectorAdamWKernel() : new PlainAdamWKernel();
  }

  /** Updates weight, mean and square from the gradient; four segments of one size. */
  void apply(
      Step step,
      MemorySegment weight,
      MemorySegment gradient,
      MemorySegment mean,
      MemorySegment square);

  /**
   * The constants of one step, in the order in which PyTorch applies them: g·scale; w·decay; m + (g
   * − m)·(1−β1); v·β2 + (1−β2)·g²; w − size·m / (√v·rootScale + ε).
   *
   * @param scale on the gradient: below 1 where its norm is clipped
   * @param rootScale 1/√(1 − β2^t)
   * @param size learning rate / (1 − β1^t)
   */
  record Step(
      float scale,
      float decay,
      float meanRate,
      float squareDecay,
      float squareRate,
      float rootScale,
      float epsilon,
      float size) {

    static Step of(AdamWSettings settings, long number) {
      return of(settings, number, settings.learningRate(), 1);
    }

    /**
     * The constants of a step.
     *
     * @param number of the step, from 1
     * @param learningRate of this step
     * @param scale on the gradient
     */
    public static Step of(AdamWSettings settings, long number, double learningRate, double scale) {
      double meanCorrection = 1 - Math.pow(settings.beta1(), number);
      double squareCorrection = 1 - Math.pow(settings.beta2(), number);
      return new Step(
          (float) scale,
          (float) (1 - learningRate * settings.weightDecay()),
          (float) (1 - settings.beta1()),
          (float) settings.beta2(),
          (float) (1 - settings.beta2()),
          (float) (1 / Math.sqrt(squareCorrection)),
          (float) settings.epsilon(),
          (float) (learningRate / meanCorrection));
    }
  }
}
