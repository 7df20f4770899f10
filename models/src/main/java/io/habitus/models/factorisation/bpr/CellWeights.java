package io.habitus.models.factorisation.bpr;

import io.habitus.models.factorisation.matrix.ClientItems;

/**
 * What a cell says. Binary: an item with a cell is above an item without one, whatever the cell
 * holds. Weighted: items rank by the sign of their cells, with no cell as 0 between them, and a
 * pair weighs |value| of the cell that it was drawn for, over the mean of |value|, so that the
 * learning rate means the same in both.
 */
final class CellWeights {
  private final float[] values;
  private final float scale;
  private final boolean weighted;

  private CellWeights(float[] values, float scale, boolean weighted) {
    this.values = values;
    this.scale = scale;
    this.weighted = weighted;
  }

  static CellWeights of(ClientItems matrix, boolean weighted) {
    return new CellWeights(matrix.values(), weighted ? scale(matrix.values()) : 1, weighted);
  }

  /** With the scale of a fit. */
  static CellWeights of(float[] values, float scale, boolean weighted) {
    return new CellWeights(values, scale, weighted);
  }

  private static float scale(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += Math.abs(value);
    }
    return sum == 0 ? 1 : (float) (values.length / sum);
  }

  float scale() {
    return scale;
  }

  /** Where a cell's item stands: above (1) or below (−1) items without a cell, or with them (0). */
  int sign(int cell) {
    return weighted ? (int) Math.signum(values[cell]) : 1;
  }

  /** Weight of the pairs that are drawn for a cell. */
  float weight(int cell) {
    return weighted ? Math.abs(values[cell]) * scale : 1;
  }
}
