package io.habitus.engine;

/** The number type of matrix products. Master weights, moments and all else are fp32. */
public enum Precision {
  /** 32-bit floats: what is reported. */
  FP32,
  /**
   * Products of operands rounded to bfloat16, their results rounded too. Faster where the CPU has
   * units for it ({@link NativeRuntime#hasBfloat16}); elsewhere the same roundings around fp32
   * products, which shows what the type does to a result and saves no time.
   */
  BF16
}
