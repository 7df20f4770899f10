package io.habitus.engine.kernel;

/** bfloat16: the upper half of an fp32 number, rounded to the nearest, of two the even one. */
public final class Bfloat16 {
  private static final int LOWER = 0xFFFF;
  private static final int QUIET = 1 << 22;

  private Bfloat16() {}

  /** The nearest bfloat16 number, as fp32. What lies beyond the largest becomes infinite. */
  public static float rounded(float x) {
    int bits = Float.floatToRawIntBits(x);
    int even = (bits >>> 16) & 1;
    int nearest = Float.isNaN(x) ? bits | QUIET : bits + (LOWER >>> 1) + even;
    return Float.intBitsToFloat(nearest & ~LOWER);
  }

  /** Rounds {@code count} elements; the arrays may be the same. */
  public static void round(float[] from, int fromAt, float[] into, int intoAt, int count) {
    for (int i = 0; i < count; i++) {
      into[intoAt + i] = rounded(from[fromAt + i]);
    }
  }

  /** Rounds {@code count} elements and adds them to others. */
  public static void addRounded(float[] from, int fromAt, float[] into, int intoAt, int count) {
    for (int i = 0; i < count; i++) {
      into[intoAt + i] += rounded(from[fromAt + i]);
    }
  }
}
