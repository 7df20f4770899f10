package io.habitus.core.array;

/** Numbers as float16. */
public final class Halves {
  /** The largest finite float16. */
  public static final float MAX = 65504f;

  private Halves() {}

  /**
   * The nearest float16 to a double, ties to even, as NumPy rounds; larger numbers become the
   * largest finite one, because an infinity would make the whole entry invalid.
   */
  public static short of(double value) {
    double clamped = Math.clamp(value, -MAX, MAX);
    float single = (float) clamped;
    if (single != clamped) {
      // Rounding twice could end on the wrong side of a tie: keep that the double was not exact in
      // the last bit (round to odd).
      float towardsZero = Math.abs(single) > Math.abs(clamped) ? previous(single) : single;
      single = Float.intBitsToFloat(Float.floatToRawIntBits(towardsZero) | 1);
    }
    return Float.floatToFloat16(single);
  }

  private static float previous(float value) {
    return value > 0 ? Math.nextDown(value) : Math.nextUp(value);
  }
}
