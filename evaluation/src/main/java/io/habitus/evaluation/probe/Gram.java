package io.habitus.evaluation.probe;

import io.habitus.core.run.RunContext;
import io.habitus.core.run.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * XᵀX and column sums of some clients.
 *
 * @param clients how many
 * @param upper (width)(width), the upper triangle; what is below it is not defined
 * @param sums of each column
 */
@SuppressWarnings("ArrayRecordComponent")
record Gram(int clients, double[][] upper, double[] sums) {
  /** Rows of the Gram matrix that one piece of work owns. */
  private static final int TILE = 16;

  /** Columns that are worked on at a time: eight rows of them stay in the first-level cache. */
  private static final int STRIP = 512;

  /** Products that are summed in fp32 before they are added in fp64. */
  private static final int CHUNK = 256;

  static Gram empty(int width) {
    return new Gram(0, new double[width][width], new double[width]);
  }

  /** One per fold; the data is read once. */
  static List<Gram> ofFolds(Design design, RunContext context) {
    List<Gram> folds = new ArrayList<>();
    for (int fold = 0; fold < Design.FOLDS; fold++) {
      folds.add(ofPlaces(design, design.foldStart(fold), design.foldStart(fold + 1), context));
    }
    return folds;
  }

  private static Gram ofPlaces(Design design, int from, int to, RunContext context) {
    int width = design.width();
    Gram gram = empty(width);
    float[][] block = new float[Math.min(Design.BLOCK, (to - from + 7) / 8 * 8)][width];
    for (int start = from; start < to; start += Design.BLOCK) {
      int count = Math.min(Design.BLOCK, to - start);
      readBlock(design, start, count, block, context);
      Workers.forEach(
          Math.ceilDiv(width, TILE),
          context,
          "summing products of columns",
          tile -> gram.addTile(block, (count + 7) / 8 * 8, tile * TILE));
    }
    return new Gram(to - from, gram.upper, gram.sums);
  }

  /** Rows beyond the last of eight become zeros. */
  private static void readBlock(
      Design design, int start, int count, float[][] block, RunContext context) {
    int piece = 64;
    Workers.forEach(
        Math.ceilDiv(count, piece),
        context,
        "reading vectors",
        p -> {
          Design.Reader reader = design.new Reader();
          for (int r = p * piece; r < Math.min(count, (p + 1) * piece); r++) {
            reader.readInto(start + r, block[r]);
          }
        });
    for (int r = count; r < (count + 7) / 8 * 8; r++) {
      Arrays.fill(block[r], 0);
    }
  }

  private void addTile(float[][] block, int count, int firstRow) {
    int width = sums.length;
    int rows = Math.min(TILE, width - firstRow);
    float[][] part = new float[rows][width];
    float[] factors = new float[8];
    for (int chunk = 0; chunk < count; chunk += CHUNK) {
      int end = Math.min(count, chunk + CHUNK);
      for (int strip = firstRow; strip < width; strip += STRIP) {
        int to = Math.min(width, strip + STRIP);
        for (int r = chunk; r < end; r += 8) {
          for (int i = 0; i < rows; i++) {
            for (int k = 0; k < 8; k++) {
              factors[k] = block[r + k][firstRow + i];
            }
            Rows.addEight(part[i], factors, block, r, strip, to);
          }
        }
      }
      for (int i = 0; i < rows; i++) {
        Rows.add(upper[firstRow + i], 1, part[i], firstRow, width);
        Arrays.fill(part[i], 0);
      }
    }
    for (int r = 0; r < count; r++) {
      Rows.add(sums, 1, block[r], firstRow, firstRow + rows);
    }
  }

  /** Adds {@code factor} times another one to this one; says nothing about the clients. */
  void add(double factor, Gram other) {
    Rows.add(sums, factor, other.sums, 0, sums.length);
    for (int i = 0; i < sums.length; i++) {
      Rows.add(upper[i], factor, other.upper[i], i, sums.length);
    }
  }

  /** The sum of all but fold {@code left}; of all where that is −1. */
  static Gram without(List<Gram> folds, int left) {
    Gram sum = empty(folds.getFirst().sums.length);
    int clients = 0;
    for (int fold = 0; fold < folds.size(); fold++) {
      if (fold != left) {
        sum.add(1, folds.get(fold));
        clients += folds.get(fold).clients;
      }
    }
    return new Gram(clients, sum.upper, sum.sums);
  }

  /** XᵀX of the columns less their means, plus {@code ridge} on the diagonal; upper triangle. */
  double[][] centred(double ridge) {
    double[][] result = new double[sums.length][];
    for (int i = 0; i < sums.length; i++) {
      result[i] = upper[i].clone();
      Rows.add(result[i], -sums[i] / Math.max(1, clients), sums, i, sums.length);
      result[i][i] += ridge;
    }
    return result;
  }

  /** wᵀ · XᵀX · w. */
  double quadratic(double[] w) {
    double total = 0;
    for (int i = 0; i < w.length; i++) {
      total += w[i] * (upper[i][i] * w[i] + 2 * Rows.dot(w, upper[i], i + 1));
    }
    return total;
  }
}
