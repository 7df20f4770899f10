package io.habitus.engine;

import java.util.Locale;

/** The number type of matrix products. Master weights, moments and all else are fp32. */
public enum Precision {
  /** 32-bit floats: what is reported. */
  FP32,
  /**
   * Products of operands rounded to bfloat16, summed in fp32, their results rounded too. Faster
   * where the CPU has units for it ({@link NativeRuntime#hasBfloat16}); elsewhere the same
   * roundings around fp32 products, which shows what the type does to a result and saves no time.
   */
  BF16;

  /** What a user writes: {@code fp32} or {@code bf16}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads {@link #text} back.
   *
   * @throws IllegalArgumentException if it is no precision
   */
  public static Precision of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
