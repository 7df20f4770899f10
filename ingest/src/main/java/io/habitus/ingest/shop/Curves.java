package io.habitus.ingest.shop;

import java.util.Arrays;

/**
 * Functions whose results must be the same on every machine: built from StrictMath and plain
 * arithmetic only.
 */
final class Curves {
  private static final int QUANTILES = 4096;

  /** Quantiles of the standard normal at (i + ½) / 4096. */
  static final float[] NORMAL = normalQuantiles(QUANTILES);

  /** Quantiles of the exponential with mean 1 at (i + ½) / 4096. */
  static final float[] EXPONENTIAL = exponentialQuantiles();

  private static final double LOG2_E = 1.4426950408889634;
  private static final double LN_2 = 0.6931471805599453;

  private Curves() {}

  /**
   * e^x within 2e-7 relative for |x| ≤ 80 (clamped beyond): 2^n · e^r with |r| ≤ ln 2 / 2, Taylor
   * to the sixth power.
   */
  static double exp(double x) {
    double scaled = Math.clamp(x, -80.0, 80.0) * LOG2_E;
    int n = (int) (scaled + 1024.5) - 1024;
    double r = (scaled - n) * LN_2;
    double series = 1 + r * (1 + r / 2 * (1 + r / 3 * (1 + r / 4 * (1 + r / 5 * (1 + r / 6)))));
    return series * Double.longBitsToDouble((n + 1023L) << 52);
  }

  /** Φ(x) · levels rounded down to 0 … levels − 1, where NORMAL resolves it. */
  static int level(double x, int levels) {
    int below = Arrays.binarySearch(NORMAL, (float) x);
    int rank = below >= 0 ? below : -below - 1;
    return Math.min(levels - 1, (int) ((long) rank * levels / QUANTILES));
  }

  private static float[] normalQuantiles(int count) {
    float[] quantiles = new float[count];
    double step = 1.0 / 4096;
    double below = 0;
    double x = -8;
    for (int i = 0; i < count; i++) {
      double wanted = (i + 0.5) / count;
      double density = density(x + step / 2);
      while (below + density * step < wanted) {
        below += density * step;
        x += step;
        density = density(x + step / 2);
      }
      quantiles[i] = (float) (x + (wanted - below) / density);
    }
    return quantiles;
  }

  private static double density(double x) {
    return StrictMath.exp(-x * x / 2) / StrictMath.sqrt(2 * StrictMath.PI);
  }

  private static float[] exponentialQuantiles() {
    float[] quantiles = new float[QUANTILES];
    for (int i = 0; i < QUANTILES; i++) {
      quantiles[i] = (float) -StrictMath.log(1 - (i + 0.5) / QUANTILES);
    }
    return quantiles;
  }
}
