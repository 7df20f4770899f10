package io.habitus.engine;

import java.lang.foreign.MemorySegment;

/** One AdamW step over consecutive fp32 weights. Implementations give the same bits. */
interface AdamWKernel {

  /** Updates weight, mean and square from the gradient; four segments of one size. */
  void apply(
      Step step,
      MemorySegment weight,
      MemorySegment gradient,
      MemorySegment mean,
      MemorySegment square);

  /**
   * The constants of one step, in the order in which PyTorch applies them: w·decay; m + (g −
   * m)·(1−β1); v·β2 + (1−β2)·g²; w − size·m / (√v·rootScale + ε).
   *
   * @param rootScale 1/√(1 − β2^t)
   * @param size learning rate / (1 − β1^t)
   */
  record Step(
      float decay,
      float meanRate,
      float squareDecay,
      float squareRate,
      float rootScale,
      float epsilon,
      float size) {

    static Step of(AdamWSettings settings, long number) {
      double meanCorrection = 1 - Math.pow(settings.beta1(), number);
      double squareCorrection = 1 - Math.pow(settings.beta2(), number);
      return new Step(
          (float) (1 - settings.learningRate() * settings.weightDecay()),
          (float) (1 - settings.beta1()),
          (float) settings.beta2(),
          (float) (1 - settings.beta2()),
          (float) (1 / Math.sqrt(squareCorrection)),
          (float) settings.epsilon(),
          (float) (settings.learningRate() / meanCorrection));
    }
  }
}
