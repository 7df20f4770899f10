package io.habitus.engine.train;

import io.habitus.engine.AdamW;
import java.lang.foreign.MemorySegment;

/** Sums over consecutive fp32 gradients. Implementations give the same bits. */
sealed interface GradientKernel permits PlainGradientKernel, VectorGradientKernel {
  /** Squares are summed in so many running sums, element i in sum i mod LANES. */
  int LANES = 16;

  /** With vectors where this JVM has them. */
  static GradientKernel fastest() {
    return AdamW.isVectorised() ? new VectorGradientKernel() : new PlainGradientKernel();
  }

  /** {@code into += from}; two segments of one size. */
  void add(MemorySegment into, MemorySegment from);

  /** Sum of squares in double precision. */
  double sumOfSquares(MemorySegment gradient);
}
