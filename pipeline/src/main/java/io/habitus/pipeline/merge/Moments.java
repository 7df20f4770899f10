package io.habitus.pipeline.merge;

import java.util.BitSet;

/**
 * Mean and spread of every column, in a fixed order of rows.
 *
 * @param mean (columns)
 * @param inverseDeviation (columns) 1 / standard deviation (of the population), 0 where constant
 */
@SuppressWarnings("ArrayRecordComponent")
record Moments(double[] mean, double[] inverseDeviation) {

  static Moments of(RowSource source, BitSet rows) {
    int width = source.width();
    double[] mean = new double[width];
    double[] squares = new double[width];
    long n = 0;
    // Welford's update: no cancellation for columns whose mean is large
    for (int r = rows.nextSetBit(0); r >= 0; r = rows.nextSetBit(r + 1)) {
      float[] row = source.row(r);
      n++;
      for (int c = 0; c < width; c++) {
        double delta = row[c] - mean[c];
        mean[c] += delta / n;
        squares[c] += delta * (row[c] - mean[c]);
      }
    }
    double[] inverse = new double[width];
    for (int c = 0; c < width; c++) {
      inverse[c] = squares[c] > 0 ? Math.sqrt(n / squares[c]) : 0;
    }
    return new Moments(mean, inverse);
  }

  float[] standardise(float[] row) {
    for (int c = 0; c < row.length; c++) {
      row[c] = (float) ((row[c] - mean[c]) * inverseDeviation[c]);
    }
    return row;
  }
}
