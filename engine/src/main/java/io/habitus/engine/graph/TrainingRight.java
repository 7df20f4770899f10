package io.habitus.engine.graph;

import io.habitus.engine.kernel.Panels;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A weight as it lies, for large products, and in panels for small ones, packed when the first of
 * them comes.
 */
final class TrainingRight implements Products.Right {
  private final MemorySegment weight; // (rows, columns), fp32
  private final int rows;
  private final int columns;
  private final boolean transposed;
  private @Nullable PackedRight packed;

  TrainingRight(MemorySegment weight, int rows, int columns, boolean transposed) {
    this.weight = weight;
    this.rows = rows;
    this.columns = columns;
    this.transposed = transposed;
  }

  @Override
  public int depth() {
    return transposed ? columns : rows;
  }

  /** Columns of what is multiplied with. */
  int width() {
    return transposed ? rows : columns;
  }

  /** Its rows from {@code from} on. */
  Blas.Side from(int from) {
    long skipped = transposed ? from : (long) from * columns;
    return new Blas.Side(weight.asSlice(Float.BYTES * skipped), columns, transposed);
  }

  PackedRight packed() {
    if (packed == null) {
      Panels panels = Fp32Products.pack(weight, rows, columns, transposed);
      packed = new PackedRight(panels);
    }
    return packed;
  }

  static TrainingRight of(Products.Right right) {
    if (right instanceof TrainingRight training) {
      return training;
    }
    throw new IllegalArgumentException(right + ": not made for training in fp32");
  }
}
