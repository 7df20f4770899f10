package io.habitus.evaluation.probe;

import java.util.ArrayList;
import java.util.List;

/**
 * Which clients are left out, one part after the other, to choose the strength of regularisation:
 * each of the five folds for vectors of at most {@value #ALL_FOLDS} columns, the first one alone
 * for wider ones, whose decompositions take long.
 *
 * @param parts of the places, in order; together all of them
 * @param leftOut how many of them, the first ones, are left out in turn; 0 where all clients are in
 *     one fold
 */
record Folds(List<Part> parts, int leftOut) {
  private static final int ALL_FOLDS = 512;

  /** Places [from, to). */
  record Part(int from, int to) {}

  Folds {
    parts = List.copyOf(parts);
  }

  static Folds of(Design design) {
    List<Part> parts = new ArrayList<>();
    boolean wide = design.width() > ALL_FOLDS;
    for (int fold = 0; fold < Design.FOLDS; fold++) {
      int from = design.foldStart(fold);
      boolean last = wide && !parts.isEmpty();
      int to = last ? design.clients() : design.foldStart(fold + 1);
      if (from < to) {
        parts.add(new Part(from, to));
      }
      if (last) {
        break;
      }
    }
    return new Folds(parts, parts.size() < 2 ? 0 : wide ? 1 : parts.size());
  }
}
