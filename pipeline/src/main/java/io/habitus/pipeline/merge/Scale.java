package io.habitus.pipeline.merge;

import java.util.BitSet;
import java.util.function.UnaryOperator;

/** Brings inputs of different origin to comparable sizes. */
enum Scale {
  /** As they are. */
  NONE {
    @Override
    RowMap fit(RowSource source, BitSet rows) {
      return sameWidth(source, row -> row);
    }
  },
  /** Every row to length 1; a row of zeros stays. */
  L2 {
    @Override
    RowMap fit(RowSource source, BitSet rows) {
      return sameWidth(source, Scale::toUnitLength);
    }
  },
  /** Every column to mean 0 and variance 1 over the rows; a constant column to 0. */
  STANDARDISE {
    @Override
    RowMap fit(RowSource source, BitSet rows) {
      Moments moments = Moments.of(source, rows);
      return sameWidth(source, moments::standardise);
    }
  },
  /** Every value to its column's mid-rank over the rows: the smallest to 0, the largest to 1. */
  QUANTILE {
    @Override
    RowMap fit(RowSource source, BitSet rows) {
      MidRanks ranks = MidRanks.of(source, rows);
      return sameWidth(source, ranks::apply);
    }
  };

  /**
   * Learns what it needs.
   *
   * @param rows the rows to learn from; others count as missing
   */
  abstract RowMap fit(RowSource source, BitSet rows);

  static Scale of(String name) {
    return switch (name) {
      case "none" -> NONE;
      case "l2" -> L2;
      case "standardise" -> STANDARDISE;
      case "quantile" -> QUANTILE;
      default -> throw new IllegalArgumentException("no scale " + name);
    };
  }

  private static RowMap sameWidth(RowSource source, UnaryOperator<float[]> map) {
    return new RowMap() {
      @Override
      public int width() {
        return source.width();
      }

      @Override
      public float[] apply(float[] row) {
        return map.apply(row);
      }
    };
  }

  private static float[] toUnitLength(float[] row) {
    double squares = 0;
    for (float value : row) {
      squares += (double) value * value;
    }
    double factor = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (int c = 0; c < row.length; c++) {
      row[c] = (float) (row[c] * factor);
    }
    return row;
  }
}
