package io.habitus.features.event;

/** What is done with each row of unscaled values. */
interface RowSink {
  /**
   * Takes a row.
   *
   * @param row its number within the client's sequence
   * @param block index of its block in the layout
   * @param values unscaled: the head, then the block; what follows is to be ignored
   * @param weight that the whole scaled row is multiplied by
   */
  void row(int row, int block, double[] values, double weight);
}
