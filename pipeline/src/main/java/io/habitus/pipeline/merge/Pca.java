package io.habitus.pipeline.merge;

import io.habitus.core.run.RunContext;
import io.habitus.core.run.Workers;
import io.habitus.engine.Operations;
import io.habitus.engine.Tensor;
import io.habitus.engine.TensorOwner;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Principal components (Hastie et al. 2009, section 14.5.1): a row's projections on the directions
 * of largest variance. Exact: means, then products of the centred columns, both summed in double
 * and in a fixed order, then a symmetric eigendecomposition. A direction's largest coefficient by
 * magnitude (the first of equals) is positive, as scikit-learn has it. Rows are streamed twice;
 * memory is that of {@value #BLOCK} rows and of twice the products of columns.
 */
final class Pca implements RowMap {
  /** Rows that are multiplied together. */
  private static final int BLOCK = 1024;

  /** Columns whose products one worker sums. */
  private static final int TILE = 64;

  private final double[] mean; // (columns)
  private final double[] directions; // (columns, components)
  private final int components;

  private Pca(double[] mean, double[] directions, int components) {
    this.mean = mean;
    this.directions = directions;
    this.components = components;
  }

  /**
   * Learns the directions.
   *
   * @param rows the rows to learn from, at least as many as components
   * @param components at most the source's columns
   */
  static Pca fit(RowSource source, BitSet rows, int components, RunContext context) {
    int width = source.width();
    double[] mean = mean(source, rows, context);
    try (TensorOwner owner = new TensorOwner()) {
      Tensor scatter = owner.doubles(width, width);
      scatter.set(scatter(source, rows, mean, context));
      Tensor values = owner.doubles(width);
      Tensor vectors = owner.doubles(width, width);
      Operations.eigen(values, vectors, scatter);
      return new Pca(mean, directions(vectors.toDoubles(), width, components), components);
    }
  }

  private static double[] mean(RowSource source, BitSet rows, RunContext context) {
    double[] sums = new double[source.width()];
    int read = 0;
    for (int r = rows.nextSetBit(0); r >= 0; r = rows.nextSetBit(r + 1)) {
      if (read++ % BLOCK == 0) {
        context.checkStopped("finding principal components");
      }
      float[] row = source.row(r);
      for (int c = 0; c < row.length; c++) {
        sums[c] += row[c];
      }
    }
    for (int c = 0; c < sums.length; c++) {
      sums[c] /= Math.max(1, read);
    }
    return sums;
  }

  /** Products of the centred columns, (columns, columns); blocks of rows in order. */
  private static double[] scatter(
      RowSource source, BitSet rows, double[] mean, RunContext context) {
    int width = source.width();
    double[] sums = new double[Math.multiplyExact(width, width)];
    try (TensorOwner owner = new TensorOwner()) {
      Tensor block = owner.doubles(BLOCK, width);
      List<Tensor> tiles = new ArrayList<>();
      for (int first = 0; first < width; first += TILE) {
        tiles.add(owner.doubles(Math.min(TILE, width - first), width));
      }
      for (int next = rows.nextSetBit(0); next >= 0; ) {
        next = read(source, rows, next, mean, block.memory());
        Workers.forEach(
            tiles.size(),
            context,
            "finding principal components",
            t -> addProducts(tiles.get(t), block, t * TILE, sums));
      }
    }
    return sums;
  }

  /** Fills the block with centred rows, and zeros after the last; the row to go on with, or −1. */
  private static int read(
      RowSource source, BitSet rows, int from, double[] mean, MemorySegment into) {
    int width = mean.length;
    double[] centred = new double[width];
    int next = from;
    int at = 0;
    for (; at < BLOCK && next >= 0; at++, next = rows.nextSetBit(next + 1)) {
      float[] row = source.row(next);
      for (int c = 0; c < width; c++) {
        centred[c] = row[c] - mean[c];
      }
      MemorySegment.copy(centred, 0, into, ValueLayout.JAVA_DOUBLE, 8L * at * width, width);
    }
    into.asSlice(8L * at * width).fill((byte) 0);
    return next;
  }

  private static void addProducts(Tensor tile, Tensor block, int first, double[] sums) {
    Operations.transposedProduct(tile, block, first, block);
    double[] products = tile.toDoubles();
    int at = first * (int) tile.columns();
    for (int i = 0; i < products.length; i++) {
      sums[at + i] += products[i];
    }
  }

  /** The last rows of the eigenvectors, largest variance first, as columns with fixed signs. */
  private static double[] directions(double[] vectors, int width, int components) {
    double[] directions = new double[width * components];
    for (int k = 0; k < components; k++) {
      int at = (width - 1 - k) * width;
      double largest = 0;
      for (int c = 0; c < width; c++) {
        largest = Math.abs(vectors[at + c]) > Math.abs(largest) ? vectors[at + c] : largest;
      }
      double sign = Math.copySign(1, largest);
      for (int c = 0; c < width; c++) {
        directions[c * components + k] = sign * vectors[at + c];
      }
    }
    return directions;
  }

  @Override
  public int width() {
    return components;
  }

  @Override
  public float[] apply(float[] row) {
    double[] sums = new double[components];
    for (int c = 0; c < row.length; c++) {
      double centred = row[c] - mean[c];
      int at = c * components;
      for (int k = 0; k < components; k++) {
        sums[k] += centred * directions[at + k];
      }
    }
    float[] projected = new float[components];
    for (int k = 0; k < components; k++) {
      projected[k] = (float) sums[k];
    }
    return projected;
  }
}
