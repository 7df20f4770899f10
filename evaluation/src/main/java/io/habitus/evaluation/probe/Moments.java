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

  /** One per part. */
  static List<Moments> of(Design design, Folds folds, Labels labels, RunContext context) {
    List<Moments> parts = new ArrayList<>();
    for (Folds.Part part : folds.parts()) {
      Moments moments = empty(labels.width(), design.width());
      for (int start = part.from(); start < part.to(); start += Design.BLOCK) {
        moments.add(design, labels, start, Math.min(part.to(), start + Design.BLOCK), context);
      }
      parts.add(moments);
    }
    return parts;
  }

  int labels() {
    return sums.length;
  }

  /** (labels), of the targets of {@code clients} clients. */
  double[] variances(int clients) {
    double[] variances = new double[sums.length];
    for (int label = 0; label < variances.length; label++) {
      double mean = sums[label] / clients;
      variances[label] = squares[label] / clients - mean * mean;
    }
    return variances;
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

  static Moments sum(List<Moments> parts) {
    return without(parts, -1);
  }

  /** The sum of all but part {@code left}. */
  static Moments without(List<Moments> parts, int left) {
    Moments first = parts.getFirst();
    Moments sum = empty(first.sums.length, first.products[0].length);
    for (int part = 0; part < parts.size(); part++) {
      if (part != left) {
        sum.add(parts.get(part));
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
