package io.habitus.evaluation.probe;

import io.habitus.core.run.RunContext;
import io.habitus.core.run.Workers;
import java.util.Arrays;

/** Products of standardised vectors with the weights of all labels. */
final class RidgePredictions {
  private static final int CLIENTS_PER_PIECE = 256;

  private RidgePredictions() {}

  /** Writes x·w + b of the clients at places [from, to) to {@code into}, (clients × labels). */
  static void write(
      Design design, Ridge ridge, int from, int to, float[] into, RunContext context) {
    float[][] byColumn = byColumn(ridge, design.width()); // (columns up to a multiple of 8)(labels)
    Workers.forEach(
        Math.ceilDiv(to - from, CLIENTS_PER_PIECE),
        context,
        "predicting",
        p -> {
          int start = from + p * CLIENTS_PER_PIECE;
          writePiece(design, ridge, byColumn, start, Math.min(to, start + CLIENTS_PER_PIECE), into);
        });
  }

  private static void writePiece(
      Design design, Ridge ridge, float[][] byColumn, int from, int to, float[] into) {
    int labels = ridge.intercepts().length;
    Design.Reader reader = design.new Reader();
    float[] sums = new float[labels];
    float[] factors = new float[8];
    for (int place = from; place < to; place++) {
      float[] x = reader.read(place);
      Arrays.fill(sums, 0);
      for (int c = 0; c < x.length; c += 8) {
        for (int k = 0; k < 8; k++) {
          factors[k] = c + k < x.length ? x[c + k] : 0;
        }
        Rows.addEight(sums, factors, byColumn, c, 0, labels);
      }
      for (int label = 0; label < labels; label++) {
        into[place * labels + label] = (float) (sums[label] + ridge.intercepts()[label]);
      }
    }
  }

  private static float[][] byColumn(Ridge ridge, int width) {
    int labels = ridge.intercepts().length;
    float[][] byColumn = new float[(width + 7) / 8 * 8][labels];
    for (int c = 0; c < width; c++) {
      for (int label = 0; label < labels; label++) {
        byColumn[c][label] = (float) ridge.weights()[label][c];
      }
    }
    return byColumn;
  }
}
