package io.habitus.models.factorisation.als;

import io.habitus.core.run.WorkerPool;
import io.habitus.engine.kernel.Gemm;
import io.habitus.engine.kernel.Matrix;
import io.habitus.models.factorisation.FactorRows;

/** YᵀY + λI, the part of the normal equations that all rows have in common. */
final class Gram {
  /** Rows that are summed on their own; the sums are then added in order. */
  private static final int PART = 1 << 13;

  private Gram() {}

  /** (width, width), row-major; 0 beyond the factors but for the diagonal. */
  static float[] of(FactorRows rows, double regularisation, WorkerPool pool) {
    int width = rows.width();
    int length = Math.min(PART, rows.pieceRows());
    int parts = (int) (((long) rows.count() + length - 1) / length);
    Matrix[] sums = new Matrix[parts];
    pool.forEach(
        parts,
        part -> {
          int first = part * length;
          int count = Math.min(length, rows.count() - first);
          sums[part] = Matrix.zeros(width, width);
          Gemm.addTransposedProduct(
              count,
              rows.array(first),
              rows.at(first),
              width,
              width,
              rows.array(first),
              rows.at(first),
              width,
              width,
              sums[part],
              0,
              new Gemm.Scratch());
        });
    float[] gram = new float[width * width];
    for (Matrix sum : sums) {
      for (int i = 0; i < width; i++) {
        for (int j = 0; j < width; j++) {
          gram[i * width + j] += sum.values()[sum.at(i, j)];
        }
      }
    }
    for (int i = 0; i < width; i++) {
      gram[i * width + i] += (float) regularisation;
    }
    return gram;
  }
}
