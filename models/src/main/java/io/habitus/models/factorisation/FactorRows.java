package io.habitus.models.factorisation;

import io.habitus.engine.kernel.FactorKernel;
import io.habitus.models.factorisation.matrix.Mixing;

/**
 * A dense fp32 matrix of factors in pieces of whole rows, so that neither the number of rows nor a
 * Java array's length limits the other: 20 million rows of 64 factors take 5.1 GB. Rows are filled
 * up with zeros to a whole number of vectors.
 */
public final class FactorRows {
  /** Elements of a piece at most: pieces that a heap almost full of others still has room for. */
  private static final int PIECE = 1 << 22;

  private final int count;
  private final int columns;
  private final int width;
  private final int shift;
  private final float[][] pieces;

  private FactorRows(int count, int columns) {
    this.count = count;
    this.columns = columns;
    this.width = FactorKernel.width(columns);
    this.shift = 31 - Integer.numberOfLeadingZeros(Math.max(1, PIECE / width));
    this.pieces = new float[(int) (((long) count + (1 << shift) - 1) >>> shift)][];
    for (int piece = 0; piece < pieces.length; piece++) {
      int rows = Math.min(1 << shift, count - (piece << shift));
      pieces[piece] = new float[rows * width];
    }
  }

  /** Zeros. */
  public static FactorRows zeros(int count, int columns) {
    return new FactorRows(count, columns);
  }

  /** Number of rows. */
  public int count() {
    return count;
  }

  /** Factors of a row. */
  public int columns() {
    return columns;
  }

  /** Elements from one row to the next, a multiple of {@link FactorKernel#LANES}. */
  public int width() {
    return width;
  }

  /** The array that holds a row. */
  public float[] array(int row) {
    return pieces[row >>> shift];
  }

  /** Where in {@link #array} the row begins. */
  public int at(int row) {
    return (row & (1 << shift) - 1) * width;
  }

  /** Rows of one piece, a power of two; the last piece may have fewer. */
  public int pieceRows() {
    return 1 << shift;
  }

  /** Fills a row with uniform numbers in [low, low + range), by a seed and what the row is of. */
  public void randomise(int row, long seed, long of, float low, float range) {
    Mixing.fill(seed, of, columns, low, range, array(row), at(row));
  }
}
