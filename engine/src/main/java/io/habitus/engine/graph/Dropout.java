package io.habitus.engine.graph;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Masks for dropout (Srivastava et al. 2014): 0, or 1/(1 − share). */
final class Dropout {
  private static final int LEVELS = 1 << 16;

  private Dropout() {}

  /** Fills fp32 elements; sixteen random bits decide each. */
  static void fill(MemorySegment mask, double share, StepRandom random) {
    int dropped = (int) Math.round(share * LEVELS);
    float kept = (float) (1 / (1 - share));
    long size = mask.byteSize() / Float.BYTES;
    for (long at = 0; at < size; at += 4) {
      long bits = random.bits(at >>> 2);
      for (long i = at; i < Math.min(at + 4, size); i++) {
        boolean drop = (bits & (LEVELS - 1)) < dropped;
        mask.setAtIndex(ValueLayout.JAVA_FLOAT, i, drop ? 0 : kept);
        bits >>>= 16;
      }
    }
  }
}
