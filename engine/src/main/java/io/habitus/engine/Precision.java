package io.habitus.engine;

import io.habitus.core.problem.UsageException;

/** The number type of matrix products. Master weights, moments and all else are fp32. */
public enum Precision {
  /** 32-bit floats: what is reported. */
  FP32,
  /** bfloat16 products, fp32 master weights: faster where the CPU has it. */
  BF16;

  /**
   * Returns if this processor runs the type in hardware.
   *
   * @throws UsageException if it would have to be emulated
   */
  public void requireHardware() {
    NativeRuntime runtime = NativeRuntime.get();
    if (this == BF16 && !runtime.hasBfloat16()) {
      throw new UsageException(
          "precision bf16: expected a CPU with avx512_bf16 or amx_bf16, found %s without; use fp32"
              .formatted(runtime.cpu()));
    }
  }
}
