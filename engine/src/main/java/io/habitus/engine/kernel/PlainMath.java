package io.habitus.engine.kernel;

/**
 * exp, σ and tanh in fp32 by a polynomial of degree 6 after reduction to [−½·ln 2, ½·ln 2] (the
 * coefficients of Moshier's Cephes library): within 2 units in the last place for exp. The same
 * operations in the same order as {@link VectorMath}, hence the same bits.
 */
final class PlainMath {
  static final float LOWEST = -87.3f;
  static final float HIGHEST = 88.3f;
  static final float LOG2E = 1.44269504f;
  static final float LN2_HIGH = 0.693359375f;
  static final float LN2_LOW = -2.12194440e-4f;

  /** 1.5 · 2²³: adding it rounds to a whole number, which is then in the low bits. */
  static final float ROUNDER = 12582912f;

  static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);
  static final int ONE_BITS = Float.floatToRawIntBits(1);
  static final float C6 = 1.9875691500e-4f;
  static final float C5 = 1.3981999507e-3f;
  static final float C4 = 8.3334519073e-3f;
  static final float C3 = 4.1665795894e-2f;
  static final float C2 = 1.6666665459e-1f;
  static final float C1 = 5.0000001201e-1f;

  private PlainMath() {}

  static float exp(float value) {
    float x = Math.min(Math.max(value, LOWEST), HIGHEST);
    float shifted = Math.fma(x, LOG2E, ROUNDER);
    float whole = shifted - ROUNDER;
    float r = Math.fma(-LN2_HIGH, whole, x);
    r = Math.fma(-LN2_LOW, whole, r);
    float p = Math.fma(C6, r, C5);
    p = Math.fma(p, r, C4);
    p = Math.fma(p, r, C3);
    p = Math.fma(p, r, C2);
    p = Math.fma(p, r, C1);
    p = Math.fma(p, r * r, r) + 1;
    int power = (Float.floatToRawIntBits(shifted) - ROUNDER_BITS << 23) + ONE_BITS;
    return p * Float.intBitsToFloat(power);
  }

  static float sigmoid(float x) {
    return 1 / (1 + exp(-x));
  }

  static float tanh(float x) {
    return 1 - 2 / (1 + exp(2 * x));
  }
}
