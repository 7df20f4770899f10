package io.habitus.recommend.sequential;

import io.habitus.engine.network.Sequences;

/**
 * Some users' items, behind one another without padding.
 *
 * @param sequences which rows belong to whom
 * @param items (rows) what is read
 * @param targets while training (rows) what comes next; in validation (sequences) what is right
 * @param seen in validation (sequences) items that are not ranked; none while training
 * @param scale 1 / the batch's targets
 */
@SuppressWarnings("ArrayRecordComponent")
record SequenceShard(Sequences sequences, int[] items, int[] targets, int[][] seen, double scale) {

  /** For asking only. */
  static SequenceShard of(int[][] histories) {
    int[] lengths = new int[histories.length];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = histories[i].length;
    }
    Sequences sequences = Sequences.ofLengths(lengths);
    int[] items = new int[sequences.rows()];
    for (int i = 0; i < lengths.length; i++) {
      System.arraycopy(histories[i], 0, items, sequences.first(i), lengths[i]);
    }
    return new SequenceShard(sequences, items, new int[0], new int[0][], 1);
  }
}
