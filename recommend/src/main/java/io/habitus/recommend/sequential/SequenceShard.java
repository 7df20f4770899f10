package io.habitus.recommend.sequential;

import io.habitus.engine.network.Sequences;

/**
 * Some users' items, behind one another without padding.
 *
 * @param sequences which rows belong to whom
 * @param items (rows) what is read
 * @param context (columns)(rows) what is read beside them
 * @param targets while training (rows) what comes next; in validation (sequences) what is right
 * @param seen in validation (sequences) items that are not ranked; none while training
 * @param scale 1 / the batch's targets
 */
@SuppressWarnings("ArrayRecordComponent")
record SequenceShard(
    Sequences sequences, int[] items, int[][] context, int[] targets, int[][] seen, double scale) {

  /**
   * For asking only.
   *
   * @param contexts (histories)(columns)(items)
   */
  static SequenceShard of(int[][] histories, int[][][] contexts) {
    int[] lengths = new int[histories.length];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = histories[i].length;
    }
    Sequences sequences = Sequences.ofLengths(lengths);
    int[] items = new int[sequences.rows()];
    for (int i = 0; i < lengths.length; i++) {
      System.arraycopy(histories[i], 0, items, sequences.first(i), lengths[i]);
    }
    int[][] context = joined(sequences, contexts, lengths);
    return new SequenceShard(sequences, items, context, new int[0], new int[0][], 1);
  }

  /** (columns)(rows) of the beginnings of (sequences)(columns)(steps). */
  static int[][] joined(Sequences sequences, int[][][] contexts, int[] lengths) {
    int[][] context = new int[contexts.length == 0 ? 0 : contexts[0].length][sequences.rows()];
    for (int c = 0; c < context.length; c++) {
      for (int i = 0; i < lengths.length; i++) {
        System.arraycopy(contexts[i][c], 0, context[c], sequences.first(i), lengths[i]);
      }
    }
    return context;
  }
}
