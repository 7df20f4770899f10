package io.habitus.pipeline.merge;

/**
 * What happens to every row of one input, fitted to the input's rows beforehand. A map may change
 * the number of columns. Safe to use from several threads.
 */
interface RowMap {
  /** Columns of a mapped row. */
  int width();

  /**
   * Maps a row.
   *
   * @param row may be changed and returned
   */
  float[] apply(float[] row);
}
