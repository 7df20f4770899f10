package io.habitus.explain.sae;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import java.util.Arrays;

/**
 * What is done to a vector before it is encoded: {@code (x − shift) · factor}, column by column. A
 * vector of scaled columns has a norm of about √width.
 *
 * @param shift (width)
 * @param factor (width), positive
 */
@SuppressWarnings("ArrayRecordComponent")
public record Scaling(float[] shift, float[] factor) {
  private static final int ROWS = 1024;

  public Scaling {
    if (shift.length != factor.length) {
      throw new IllegalArgumentException(
          "expected as many shifts as factors, found %d and %d"
              .formatted(shift.length, factor.length));
    }
  }

  /** How vectors are scaled. */
  public enum Kind {
    /**
     * One factor for all columns, so that the mean norm is √width; directions stay as they are. For
     * the layers of a network.
     */
    NORM,
    /**
     * Each column to mean 0 and variance 1. For profiles, whose columns have units of their own.
     */
    COLUMNS
  }

  /**
   * Measured in one pass over the vectors.
   *
   * @throws InputException if there are none, or one has a number that is not finite
   */
  public static Scaling of(Activations activations, Kind kind) {
    try (Activations.Reader reader = activations.open()) {
      int width = reader.width();
      float[] block = new float[ROWS * width];
      double[] sums = new double[width];
      double[] squares = new double[width];
      double norms = 0;
      long rows = 0;
      for (int count = reader.read(block, ROWS); count > 0; count = reader.read(block, ROWS)) {
        for (int row = 0; row < count; row++) {
          norms += add(block, row * width, sums, squares);
        }
        rows += count;
      }
      if (rows == 0) {
        throw new InputException(
            Problem.inFile("vectors for a sparse autoencoder", "at least one", "none", ""));
      }
      if (!Double.isFinite(norms)) {
        throw new InputException(
            Problem.inFile(
                "vectors for a sparse autoencoder", "finite numbers", "NaN or infinity", ""));
      }
      return kind == Kind.NORM ? byNorm(width, norms / rows) : byColumns(sums, squares, rows);
    }
  }

  private static double add(float[] block, int at, double[] sums, double[] squares) {
    double norm = 0;
    for (int c = 0; c < sums.length; c++) {
      double value = block[at + c];
      sums[c] += value;
      squares[c] += value * value;
      norm += value * value;
    }
    return Math.sqrt(norm);
  }

  private static Scaling byNorm(int width, double meanNorm) {
    float[] factor = new float[width];
    Arrays.fill(factor, (float) (meanNorm > 0 ? Math.sqrt(width) / meanNorm : 1));
    return new Scaling(new float[width], factor);
  }

  private static Scaling byColumns(double[] sums, double[] squares, long rows) {
    float[] shift = new float[sums.length];
    float[] factor = new float[sums.length];
    for (int c = 0; c < shift.length; c++) {
      double mean = sums[c] / rows;
      double variance = Math.max(0, squares[c] / rows - mean * mean);
      shift[c] = (float) mean;
      // A column that is constant up to rounding says nothing: it stays near 0.
      factor[c] =
          variance > 1e-12 * Math.max(1e-12, mean * mean) ? (float) (1 / Math.sqrt(variance)) : 1;
    }
    return new Scaling(shift, factor);
  }

  /** Columns of a vector. */
  public int width() {
    return shift.length;
  }

  /** Scales {@code x[at … at + width)} in place. */
  public void apply(float[] x, int at) {
    for (int c = 0; c < shift.length; c++) {
      x[at + c] = (x[at + c] - shift[c]) * factor[c];
    }
  }

  /** Undoes {@link #apply}. */
  public void undo(float[] x, int at) {
    for (int c = 0; c < shift.length; c++) {
      x[at + c] = x[at + c] / factor[c] + shift[c];
    }
  }
}
