package io.habitus.explain.sae;

import io.habitus.engine.kernel.Gemm;
import io.habitus.engine.kernel.Matrix;
import io.habitus.engine.kernel.Panels;

/**
 * Codes of vectors without the pre-activations of all of them: a few rows are multiplied at a time,
 * and what is active among them is taken while they are in the cache.
 *
 * @param packed (width, features) the encoder, packed
 * @param bias (features) at least
 * @param features number of features
 */
@SuppressWarnings("ArrayRecordComponent")
record Encoder(Panels packed, float[] bias, int features) {
  /** Pre-activations that are held at once: 256 KB, half of a second-level cache. */
  private static final int HELD = 1 << 16;

  /** Takes the pre-activations of a row. */
  @FunctionalInterface
  interface Row {
    /** {@code values[at … at + features)} are the row's, valid during the call. */
    void take(int row, float[] values, int at);
  }

  /** Rows per product; a multiple of the tiles' rows. */
  static int rowsAtOnce(int features) {
    return Math.max(12, HELD / Matrix.stride(features) / 6 * 6);
  }

  /**
   * Computes {@code x·W_eᵀ + b_e} for rows {@code [0, count)} of x.
   *
   * @param room a matrix of at least {@link #rowsAtOnce} rows and as many columns as features
   */
  void forEach(Matrix x, int count, Matrix room, Row row) {
    int atOnce = rowsAtOnce(features);
    for (int from = 0; from < count; from += atOnce) {
      int rows = Math.min(atOnce, count - from);
      for (int i = 0; i < rows; i++) {
        System.arraycopy(bias, 0, room.values(), room.at(i, 0), features);
      }
      Gemm.product(
          rows,
          x.values(),
          x.at(from, 0),
          x.stride(),
          packed,
          room.values(),
          0,
          room.stride(),
          true);
      for (int i = 0; i < rows; i++) {
        row.take(from + i, room.values(), room.at(i, 0));
      }
    }
  }

  /** What is active in rows {@code [0, count)} of x, while training. */
  SparseCodes activeInTraining(Sparsity sparsity, Matrix x, int count, Matrix room, Row beside) {
    return switch (sparsity) {
      case Sparsity.L1 l1 -> above(0, x, count, room, beside);
      case Sparsity.TopK(int k) -> top(k, x, count, room, beside);
      case Sparsity.BatchTopK(int k) -> {
        BatchSelector selector = new BatchSelector(Math.multiplyExact(k, count), count, features);
        forEach(
            x,
            count,
            room,
            (row, values, at) -> {
              selector.add(row, values, at);
              beside.take(row, values, at);
            });
        yield selector.codes(count);
      }
    };
  }

  /** What is active in rows {@code [0, count)} of x, once trained. */
  SparseCodes active(Sparsity sparsity, float threshold, Matrix x, int count, Matrix room) {
    Row nothing = (row, values, at) -> {};
    return switch (sparsity) {
      case Sparsity.L1 l1 -> above(0, x, count, room, nothing);
      case Sparsity.TopK(int k) -> top(k, x, count, room, nothing);
      case Sparsity.BatchTopK batch -> above(threshold, x, count, room, nothing);
    };
  }

  private SparseCodes above(float threshold, Matrix x, int count, Matrix room, Row beside) {
    SparseCodes.Builder codes = new SparseCodes.Builder(count, Math.max(1, features / 16));
    forEach(
        x,
        count,
        room,
        (row, values, at) -> {
          for (int j = 0; j < features; j++) {
            if (values[at + j] > threshold) {
              codes.add(j, values[at + j]);
            }
          }
          codes.endRow();
          beside.take(row, values, at);
        });
    return codes.build();
  }

  private SparseCodes top(int k, Matrix x, int count, Matrix room, Row beside) {
    TopSelector selector = new TopSelector(k);
    SparseCodes.Builder codes = new SparseCodes.Builder(count, k);
    forEach(
        x,
        count,
        room,
        (row, values, at) -> {
          int found = selector.select(values, at, features);
          for (int n = 0; n < found; n++) {
            codes.add(selector.index(n), selector.value(n));
          }
          codes.endRow();
          beside.take(row, values, at);
        });
    return codes.build();
  }
}
