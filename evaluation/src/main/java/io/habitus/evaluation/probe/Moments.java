package io.habitus.evaluation.probe;

import io.habitus.core.run.RunContext;
import io.habitus.core.run.Workers;
import io.habitus.core.target.Labels;
import java.util.ArrayList;
import java.util.List;

/**
 * What ridge regression needs of the targets of some clients.
 *
 * @param products (labels)(width), Xᵀy
 * @param sums (labels), Σ y
 * @param squares (labels), Σ y²
 */
@SuppressWarnings("ArrayRecordComponent")
record Moments(double[][] products, double[] sums, double[] squares) {
  private static final int COLUMNS_PER_PIECE = 128;

  static Moments empty(int labels, int width) {
    return new Moments(new double[labels][width], new double[labels], new double[labels]);
  }

  /** One per fold. */
  static List<Moments> ofFolds(Design design, Labels labels, RunContext context) {
    List<Moments> folds = new ArrayList<>();
    for (int fold = 0; fold < Design.FOLDS; fold++) {
      Moments moments = empty(labels.width(), design.width());
      int end = design.foldStart(fold + 1);
      for (int start = design.foldStart(fold); start < end; start += Design.BLOCK) {
        moments.add(design, labels, start, Math.min(end, start + Design.BLOCK), context);
      }
      folds.add(moments);
    }
    return folds;
  }

  private void add(Design design, Labels labels, int from, int to, RunContext context) {
    float[][] x = new float[to - from][];
    float[][] y = new float[to - from][];
    int piece = 64;
    Workers.forEach(
        Math.ceilDiv(to - from, piece),
        context,
        "reading targets",
        p -> {
          Design.Reader reader = design.new Reader();
          for (int r = p * piece; r < Math.min(to - from, (p + 1) * piece); r++) {
            x[r] = new float[design.width()];
            reader.readInto(from + r, x[r]);
            y[r] = new float[sums.length];
            labels.fill(design.clientId(from + r), y[r], 0);
          }
        });
    for (float[] row : y) {
      for (int label = 0; label < row.length; label++) {
        sums[label] += row[label];
        squares[label] += (double) row[label] * row[label];
      }
    }
    Workers.forEach(
        Math.ceilDiv(design.width(), COLUMNS_PER_PIECE),
        context,
        "summing products with targets",
        p -> addColumns(x, y, p * COLUMNS_PER_PIECE));
  }

  private void addColumns(float[][] x, float[][] y, int first) {
    for (int r = 0; r < x.length; r++) {
      int end = Math.min(x[r].length, first + COLUMNS_PER_PIECE);
      for (int label = 0; label < sums.length; label++) {
        if (y[r][label] != 0) { // most labels of most clients are
          Rows.add(products[label], y[r][label], x[r], first, end);
        }
      }
    }
  }

  /** The sum of all but fold {@code left}; of all where that is −1. */
  static Moments without(List<Moments> folds, int left) {
    Moments first = folds.getFirst();
    Moments sum = empty(first.sums.length, first.products[0].length);
    for (int fold = 0; fold < folds.size(); fold++) {
      if (fold != left) {
        sum.add(folds.get(fold));
      }
    }
    return sum;
  }

  private void add(Moments other) {
    Rows.add(sums, 1, other.sums, 0, sums.length);
    Rows.add(squares, 1, other.squares, 0, sums.length);
    for (int label = 0; label < sums.length; label++) {
      Rows.add(products[label], 1, other.products[label], 0, products[label].length);
    }
  }
}
