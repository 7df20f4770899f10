package io.habitus.evaluation.probe;

import io.habitus.core.run.RunContext;
import io.habitus.core.run.Workers;
import io.habitus.engine.Operations;
import io.habitus.engine.Tensor;
import io.habitus.engine.TensorOwner;
import java.util.ArrayList;
import java.util.List;

/**
 * An fp64 matrix in native memory, for products with narrower ones. Rows of a product are computed
 * {@value #PIECE} at a time, whatever the number of threads, and so with the same bits.
 */
final class SquareMatrix implements AutoCloseable {
  private static final int PIECE = 256;

  private final TensorOwner owner = new TensorOwner();
  private final int size;
  private final Tensor matrix;
  private final List<Tensor> pieces = new ArrayList<>();

  /** A copy of {@code values}, (size × size) row-major. */
  SquareMatrix(double[] values, int size) {
    this.size = size;
    matrix = owner.doubles(size, size);
    matrix.set(values);
    for (int from = 0; from < size; from += PIECE) {
      pieces.add(matrix.rows(from, Math.min(PIECE, size - from)));
    }
  }

  /** The product with {@code right}, both (size × columns) row-major. */
  double[] times(double[] right, int columns, RunContext context) {
    return product(
        right, columns, context, (p, out, r) -> Operations.product(out, pieces.get(p), r));
  }

  /** The transposed matrix's product with {@code right}, both (size × columns) row-major. */
  double[] transposedTimes(double[] right, int columns, RunContext context) {
    return product(
        right,
        columns,
        context,
        (p, out, r) -> Operations.transposedProduct(out, matrix, (long) p * PIECE, r));
  }

  private interface Piece {
    void write(int number, Tensor out, Tensor right);
  }

  private double[] product(double[] right, int columns, RunContext context, Piece rows) {
    try (TensorOwner scratch = new TensorOwner()) {
      Tensor operand = scratch.doubles(size, columns);
      operand.set(right);
      Tensor product = scratch.doubles(size, columns);
      List<Tensor> parts = new ArrayList<>();
      for (Tensor piece : pieces) {
        parts.add(product.rows((long) parts.size() * PIECE, piece.rows()));
      }
      Workers.forEach(
          parts.size(), context, "multiplying matrices", p -> rows.write(p, parts.get(p), operand));
      return product.toDoubles();
    }
  }

  @Override
  public void close() {
    owner.close();
  }
}
