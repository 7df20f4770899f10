package io.habitus.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The readable twin of {@link VectorAdamWKernel}; used where the JVM has no Vector API. */
final class PlainAdamWKernel implements AdamWKernel {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

  @Override
  public void apply(
      Step step,
      MemorySegment weight,
      MemorySegment gradient,
      MemorySegment mean,
      MemorySegment square) {
    apply(step, weight, gradient, mean, square, 0);
  }

  static void apply(
      Step step,
      MemorySegment weight,
      MemorySegment gradient,
      MemorySegment mean,
      MemorySegment square,
      long fromByte) {
    for (long at = fromByte; at < weight.byteSize(); at += Float.BYTES) {
      float g = gradient.get(FLOAT, at) * step.scale();
      float m = mean.get(FLOAT, at);
      m = m + (g - m) * step.meanRate();
      float v = square.get(FLOAT, at) * step.squareDecay() + g * g * step.squareRate();
      float root = (float) Math.sqrt(v) * step.rootScale() + step.epsilon();
      float w = weight.get(FLOAT, at) * step.decay() - step.size() * (m / root);
      mean.set(FLOAT, at, m);
      square.set(FLOAT, at, v);
      weight.set(FLOAT, at, w);
    }
  }
}
