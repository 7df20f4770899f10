package io.habitus.models.factorisation.als;

import io.habitus.engine.kernel.FactorKernel;
import io.habitus.engine.kernel.Gemm;
import io.habitus.engine.kernel.Matrix;
import io.habitus.engine.kernel.Panels;
import io.habitus.models.factorisation.FactorRows;
import io.habitus.models.factorisation.matrix.CellLists;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Improves rows x of one side, given the other side's rows Y: a few steps of conjugate gradients
 * (Takács, Pilászy, Tikk 2011) on
 *
 * <p>(YᵀY + λI + Σ (|c| − 1)·y·yᵀ)·x = Σ max(c, 0)·y, sums over the row's cells.
 *
 * <p>The products with YᵀY are made for many rows at once. For one thread.
 */
final class ConjugateGradients {
  /** Rows at once: whole tiles of a matrix product. */
  static final int ROWS = 24;

  /** Squared residual that needs no more steps. */
  private static final float CONVERGED = 1e-20f;

  private final CellLists cells;
  private final FactorRows others;
  private final Panels gram;
  private final int steps;
  private final int width;
  private final int stride;
  private final float[] x;
  private final float[] residual;
  private final float[] direction;
  private final float[] product;
  private final float[] squares = new float[ROWS];
  private final FactorKernel kernel = FactorKernel.get();

  /**
   * Of one side.
   *
   * @param gram YᵀY + λI
   */
  ConjugateGradients(CellLists cells, FactorRows others, Panels gram, int steps) {
    this.cells = cells;
    this.others = others;
    this.gram = gram;
    this.steps = steps;
    width = others.width();
    stride = Matrix.stride(width);
    int elements = Matrix.elements(ROWS, width);
    x = new float[elements];
    residual = new float[elements];
    direction = new float[elements];
    product = new float[elements];
  }

  static Panels pack(float[] gram, int width) {
    return Panels.of(MemorySegment.ofArray(gram), width, width);
  }

  /** Improves rows [first, first + count), at most {@value #ROWS}; rows without cells become 0. */
  void improve(FactorRows rows, int first, int count) {
    for (int i = 0; i < count; i++) {
      System.arraycopy(rows.array(first + i), rows.at(first + i), x, i * stride, width);
    }
    begin(first, count);
    for (int step = 0; step < steps; step++) {
      step(first, count);
    }
    for (int i = 0; i < count; i++) {
      boolean empty = cells.starts()[first + i] == cells.starts()[first + i + 1];
      if (empty) {
        Arrays.fill(x, i * stride, i * stride + width, 0);
      }
      System.arraycopy(x, i * stride, rows.array(first + i), rows.at(first + i), width);
    }
  }

  /** r = b − A·x, p = r. */
  private void begin(int first, int count) {
    Gemm.product(count, x, 0, stride, gram, residual, 0, stride, false);
    for (int i = 0; i < count; i++) {
      int at = i * stride;
      for (int k = at; k < at + width; k++) {
        residual[k] = -residual[k];
      }
      for (int cell = cells.starts()[first + i]; cell < cells.starts()[first + i + 1]; cell++) {
        float value = cells.values()[cell];
        if (value != 0) {
          add(cell, Math.max(value, 0), 1 - Math.abs(value), x, residual, at);
        }
      }
      System.arraycopy(residual, at, direction, at, width);
      squares[i] = kernel.dot(width, residual, at, residual, at);
    }
  }

  private void step(int first, int count) {
    Gemm.product(count, direction, 0, stride, gram, product, 0, stride, false);
    for (int i = 0; i < count; i++) {
      int at = i * stride;
      if (squares[i] < CONVERGED) {
        continue;
      }
      for (int cell = cells.starts()[first + i]; cell < cells.starts()[first + i + 1]; cell++) {
        float confidence = Math.abs(cells.values()[cell]);
        if (confidence != 0 && confidence != 1) {
          add(cell, 0, confidence - 1, direction, product, at);
        }
      }
      float alpha = squares[i] / kernel.dot(width, direction, at, product, at);
      kernel.add(width, alpha, direction, at, x, at);
      kernel.add(width, -alpha, product, at, residual, at);
      float next = kernel.dot(width, residual, at, residual, at);
      float beta = next / squares[i];
      for (int k = at; k < at + width; k++) {
        direction[k] = Math.fma(beta, direction[k], residual[k]);
      }
      squares[i] = next;
    }
  }

  /** {@code into += (constant + slope · y·p) · y} with the row y of a cell. */
  private void add(int cell, float constant, float slope, float[] p, float[] into, int at) {
    int other = cells.others()[cell];
    kernel.addProjection(
        width, constant, slope, others.array(other), others.at(other), p, at, into, at);
  }
}
