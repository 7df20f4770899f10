package io.habitus.evaluation.probe;

import io.habitus.core.run.RunContext;
import io.habitus.core.run.Workers;
import io.habitus.engine.Operations;
import io.habitus.engine.Tensor;
import io.habitus.engine.TensorOwner;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Products of standardised vectors with the weights of all labels, in fp32. */
final class RidgePredictions {
  private static final int CLIENTS_PER_PIECE = 512;

  private RidgePredictions() {}

  /** Writes x·w + b of the clients at places [from, to) to {@code into}, (clients × labels). */
  static void write(
      Design design, Ridge ridge, int from, int to, float[] into, RunContext context) {
    try (TensorOwner owner = new TensorOwner()) {
      Tensor weights = narrowed(owner, ridge.weights(), ridge.width(), ridge.labels());
      Tensor intercepts = narrowed(owner, ridge.intercepts(), ridge.labels());
      Workers.forEach(
          Math.ceilDiv(to - from, CLIENTS_PER_PIECE),
          context,
          "predicting",
          p -> {
            int start = from + p * CLIENTS_PER_PIECE;
            int end = Math.min(to, start + CLIENTS_PER_PIECE);
            writePiece(design, weights, intercepts, start, end, into);
          });
    }
  }

  private static Tensor narrowed(TensorOwner owner, double[] values, long... shape) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = (float) values[i];
    }
    Tensor tensor = owner.zeros(shape);
    tensor.set(narrow, 0);
    return tensor;
  }

  private static void writePiece(
      Design design, Tensor weights, Tensor intercepts, int from, int to, float[] into) {
    Design.Reader reader = design.new Reader();
    try (TensorOwner scratch = new TensorOwner()) {
      Tensor x = scratch.zeros(CLIENTS_PER_PIECE, design.width());
      for (int place = from; place < to; place++) {
        float[] row = reader.read(place);
        long at = 4L * (place - from) * row.length;
        MemorySegment.copy(row, 0, x.memory(), ValueLayout.JAVA_FLOAT, at, row.length);
      }
      int labels = (int) weights.columns();
      Tensor predictions = scratch.zeros(CLIENTS_PER_PIECE, labels);
      Operations.affine(predictions, intercepts, x, weights);
      predictions.rows(0, to - from).copyTo(into, from * labels);
    }
  }
}
