package io.habitus.evaluation.probe;

import io.habitus.core.run.RunContext;
import io.habitus.core.run.Workers;
import io.habitus.engine.Operations;
import io.habitus.engine.Tensor;
import io.habitus.engine.TensorOwner;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * XᵀX and column sums of some clients.
 *
 * @param clients how many
 * @param matrix (width × width), row-major
 * @param sums of each column
 */
@SuppressWarnings("ArrayRecordComponent")
record Gram(int clients, double[] matrix, double[] sums) {
  /** Rows of the matrix that one piece of work owns. */
  private static final int TILE = 128;

  /** Clients that one piece of work reads. */
  private static final int READ = 64;

  static Gram empty(int width) {
    return new Gram(0, new double[Math.multiplyExact(width, width)], new double[width]);
  }

  int width() {
    return sums.length;
  }

  /** Of the clients of one part: products in fp32 about 1,024 clients at a time, sums in fp64. */
  static Gram of(Design design, Folds.Part part, RunContext context) {
    Gram gram = empty(design.width());
    int rows = Math.min(Design.BLOCK, part.to() - part.from());
    try (TensorOwner owner = new TensorOwner()) {
      Tensor block = owner.zeros(rows, design.width());
      List<Tile> tiles = new ArrayList<>();
      for (int first = 0; first < design.width(); first += TILE) {
        tiles.add(new Tile(owner, block, first));
      }
      for (int start = part.from(); start < part.to(); start += rows) {
        gram.read(design, start, Math.min(rows, part.to() - start), block, context);
        Workers.forEach(
            tiles.size(), context, "summing products of columns", t -> tiles.get(t).addTo(gram));
      }
    }
    gram.mirror();
    return new Gram(part.to() - part.from(), gram.matrix, gram.sums);
  }

  /** Fills the block, with zeros after the last client, and adds to the sums. */
  private void read(Design design, int start, int count, Tensor block, RunContext context) {
    MemorySegment memory = block.memory();
    long rowBytes = 4L * width();
    memory.asSlice(count * rowBytes).fill((byte) 0);
    double[][] partial = new double[Math.ceilDiv(count, READ)][width()];
    Workers.forEach(
        partial.length,
        context,
        "reading vectors",
        p -> {
          Design.Reader reader = design.new Reader();
          for (int r = p * READ; r < Math.min(count, (p + 1) * READ); r++) {
            float[] x = reader.read(start + r);
            MemorySegment.copy(x, 0, memory, ValueLayout.JAVA_FLOAT, r * rowBytes, x.length);
            Rows.add(partial[p], 1, x, 0, x.length);
          }
        });
    for (double[] piece : partial) {
      Rows.add(sums, 1, piece, 0, piece.length);
    }
  }

  /** Rows [first, first + TILE) of the products, from the diagonal on. */
  private static final class Tile {
    private final Tensor block;
    private final Tensor right;
    private final Tensor products;
    private final int first;

    Tile(TensorOwner owner, Tensor block, int first) {
      this.block = block;
      this.first = first;
      int columns = (int) block.columns() - first;
      right = block.columns(first, columns);
      products = owner.zeros(Math.min(TILE, columns), columns);
    }

    void addTo(Gram gram) {
      Operations.transposedProduct(products, block, first, right);
      float[] row = new float[(int) products.columns()];
      for (int i = 0; i < products.rows(); i++) {
        MemorySegment.copy(
            products.memory(), ValueLayout.JAVA_FLOAT, 4L * i * row.length, row, 0, row.length);
        int at = (first + i) * gram.width() + first;
        for (int j = 0; j < row.length; j++) {
          gram.matrix[at + j] += row[j];
        }
      }
    }
  }

  private void mirror() {
    int width = width();
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < i; j++) {
        matrix[i * width + j] = matrix[j * width + i];
      }
    }
  }

  static Gram sum(List<Gram> parts) {
    Gram sum = empty(parts.getFirst().width());
    int clients = 0;
    for (Gram part : parts) {
      Rows.add(sum.matrix, 1, part.matrix, 0, part.matrix.length);
      Rows.add(sum.sums, 1, part.sums, 0, part.sums.length);
      clients += part.clients;
    }
    return new Gram(clients, sum.matrix, sum.sums);
  }

  /** Without the clients of a part. */
  Gram less(Gram part) {
    double[] rest = matrix.clone();
    double[] restSums = sums.clone();
    Rows.add(rest, -1, part.matrix, 0, rest.length);
    Rows.add(restSums, -1, part.sums, 0, restSums.length);
    return new Gram(clients - part.clients, rest, restSums);
  }

  /** XᵀX of the columns less their means. */
  double[] centred() {
    int width = width();
    double[] centred = matrix.clone();
    for (int i = 0; i < width; i++) {
      double mean = sums[i] / Math.max(1, clients);
      for (int j = 0; j < width; j++) {
        centred[i * width + j] -= mean * sums[j];
      }
    }
    return centred;
  }
}
