package io.habitus.explain.sae;

import java.util.Locale;

/**
 * How faithful an autoencoder is, measured in one pass over vectors.
 *
 * @param vectors how many were read
 * @param explainedVariance 1 − Σ‖x − x̂‖² / Σ‖x − mean‖², over scaled columns
 * @param activeFeatures mean number of active features of a vector: L0
 * @param deadFeatures features that were active in none of them
 * @param density (features) share of vectors in which each is active
 */
@SuppressWarnings("ArrayRecordComponent")
public record Fidelity(
    long vectors,
    double explainedVariance,
    double activeFeatures,
    int deadFeatures,
    double[] density) {
  private static final int ROWS = 1024;

  /** Encodes and decodes all vectors of a source. */
  public static Fidelity of(SparseAutoencoder autoencoder, Activations activations) {
    int width = autoencoder.width();
    Tally tally = new Tally(width, autoencoder.features());
    float[] block = new float[ROWS * width];
    float[] decoded = new float[ROWS * width];
    try (Activations.Reader reader = activations.open()) {
      for (int count = reader.read(block, ROWS); count > 0; count = reader.read(block, ROWS)) {
        SparseCodes codes = autoencoder.encode(block, count);
        autoencoder.decode(codes, decoded);
        for (int row = 0; row < count; row++) {
          autoencoder.scaling().apply(block, row * width);
          autoencoder.scaling().apply(decoded, row * width);
        }
        tally.add(block, decoded, codes);
      }
    }
    return tally.result();
  }

  /**
   * An explained variance as reports write it, such as "92.7 %". What is not all of it is never
   * rounded to all: "over 99.9 %".
   */
  public static String percent(double explained) {
    return explained < 1 && explained >= 0.9995
        ? "over 99.9 %"
        : String.format(Locale.ROOT, "%.1f %%", 100 * explained).replace('-', '−');
  }

  private static final class Tally {
    private final double[] sums;
    private final double[] squares;
    private final long[] active;
    private double residual;
    private long rows;

    Tally(int width, int features) {
      sums = new double[width];
      squares = new double[width];
      active = new long[features];
    }

    void add(float[] x, float[] decoded, SparseCodes codes) {
      int width = sums.length;
      for (int i = 0; i < codes.rows() * width; i++) {
        double value = x[i];
        double difference = value - decoded[i];
        sums[i % width] += value;
        squares[i % width] += value * value;
        residual += difference * difference;
      }
      for (int at = 0; at < codes.size(); at++) {
        active[codes.features()[at]]++;
      }
      rows += codes.rows();
    }

    Fidelity result() {
      double variance = 0;
      for (int c = 0; c < sums.length; c++) {
        variance += squares[c] - sums[c] * sums[c] / rows;
      }
      double[] density = new double[active.length];
      long all = 0;
      int dead = 0;
      for (int j = 0; j < active.length; j++) {
        density[j] = active[j] / (double) rows;
        all += active[j];
        dead += active[j] == 0 ? 1 : 0;
      }
      return new Fidelity(rows, 1 - residual / variance, all / (double) rows, dead, density);
    }
  }
}
