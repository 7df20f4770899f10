package io.habitus.pipeline.merge;

import java.util.BitSet;

/**
 * The uniform quantile transform, exact: a value's share of the column's values below it, ties in
 * the middle, but a column's smallest value is 0 and its largest 1 however many have it. That is
 * scikit-learn's {@code QuantileTransformer} with as many quantiles as rows. Profiles are float16,
 * so a column has at most 65,536 different values and is counted rather than sorted; what a PCA
 * made is rounded to float16 for it.
 */
final class MidRanks {
  private static final int HALVES = 1 << 16;

  private final float[][] rankOf; // (columns, float16 in order of value)

  private MidRanks(float[][] rankOf) {
    this.rankOf = rankOf;
  }

  static MidRanks of(RowSource source, BitSet rows) {
    int width = source.width();
    float[][] counts = new float[width][HALVES]; // exact up to 2^24 rows
    for (int r = rows.nextSetBit(0); r >= 0; r = rows.nextSetBit(r + 1)) {
      float[] row = source.row(r);
      for (int c = 0; c < width; c++) {
        counts[c][ordinal(row[c])]++;
      }
    }
    int n = rows.cardinality();
    for (float[] column : counts) {
      toRanks(column, n);
    }
    return new MidRanks(counts);
  }

  /** In place: counts become (below + (equal − 1) / 2) / (n − 1), the ends 0 and 1. */
  private static void toRanks(float[] column, int n) {
    double below = 0;
    for (int v = 0; v < HALVES; v++) {
      double equal = column[v];
      column[v] = (float) rank(below, equal, n);
      below += equal;
    }
  }

  /**
   * Rank of a value.
   *
   * @param below rows whose value is smaller
   * @param equal rows that have it
   */
  private static double rank(double below, double equal, int n) {
    if (below == 0) {
      return 0; // the smallest; of a column of one value too
    }
    return below + equal >= n ? 1 : (below + Math.max(0, equal - 1) / 2) / (n - 1);
  }

  float[] apply(float[] row) {
    for (int c = 0; c < row.length; c++) {
      row[c] = rankOf[c][ordinal(row[c])];
    }
    return row;
  }

  /** Place of a value among all float16 values, smallest first; −0 is 0. */
  private static int ordinal(float value) {
    int half = Float.floatToFloat16(value + 0.0f) & 0xffff;
    return (half & 0x8000) == 0 ? half | 0x8000 : ~half & 0xffff;
  }
}
