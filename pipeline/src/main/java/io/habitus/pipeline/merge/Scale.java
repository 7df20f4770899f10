package io.habitus.pipeline.merge;

import io.habitus.core.profile.Profiles;
import java.util.BitSet;
import java.util.function.UnaryOperator;

/** Brings inputs of different origin to comparable sizes. */
enum Scale {
  /** As they are. */
  NONE {
    @Override
    RowMap fit(Profiles profiles, BitSet rows) {
      return sameWidth(profiles, row -> row);
    }
  },
  /** Every row to length 1; a row of zeros stays. */
  L2 {
    @Override
    RowMap fit(Profiles profiles, BitSet rows) {
      return sameWidth(profiles, Scale::toUnitLength);
    }
  },
  /** Every column to mean 0 and variance 1 over the rows; a constant column to 0. */
  STANDARDISE {
    @Override
    RowMap fit(Profiles profiles, BitSet rows) {
      Moments moments = Moments.of(profiles, rows);
      return sameWidth(profiles, moments::standardise);
    }
  },
  /** Every value to its column's mid-rank over the rows, in [0, 1]. */
  QUANTILE {
    @Override
    RowMap fit(Profiles profiles, BitSet rows) {
      MidRanks ranks = MidRanks.of(profiles, rows);
      return sameWidth(profiles, ranks::apply);
    }
  };

  /**
   * Learns what it needs.
   *
   * @param rows the rows to learn from; others count as missing
   */
  abstract RowMap fit(Profiles profiles, BitSet rows);

  static Scale of(String name) {
    return switch (name) {
      case "none" -> NONE;
      case "l2" -> L2;
      case "standardise" -> STANDARDISE;
      case "quantile" -> QUANTILE;
      default -> throw new IllegalArgumentException("no scale " + name);
    };
  }

  private static RowMap sameWidth(Profiles profiles, UnaryOperator<float[]> map) {
    return new RowMap() {
      @Override
      public int width() {
        return profiles.width();
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
