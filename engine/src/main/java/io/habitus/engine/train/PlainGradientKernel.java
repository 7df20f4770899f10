package io.habitus.engine.train;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The readable twin of {@link VectorGradientKernel}; used where the JVM has no Vector API. */
final class PlainGradientKernel implements GradientKernel {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

  @Override
  public void add(MemorySegment into, MemorySegment from) {
    add(into, from, 0);
  }

  static void add(MemorySegment into, MemorySegment from, long fromByte) {
    for (long at = fromByte; at < into.byteSize(); at += Float.BYTES) {
      into.set(FLOAT, at, into.get(FLOAT, at) + from.get(FLOAT, at));
    }
  }

  @Override
  public double sumOfSquares(MemorySegment gradient) {
    double[] lanes = new double[LANES];
    addSquares(lanes, gradient, 0);
    return total(lanes);
  }

  static void addSquares(double[] lanes, MemorySegment gradient, long fromElement) {
    long size = gradient.byteSize() / Float.BYTES;
    for (long i = fromElement; i < size; i++) {
      double g = gradient.getAtIndex(FLOAT, i);
      lanes[(int) (i % LANES)] += g * g;
    }
  }

  static double total(double[] lanes) {
    double sum = 0;
    for (double lane : lanes) {
      sum += lane;
    }
    return sum;
  }
}
