package io.habitus.explain.interpret;

import io.habitus.core.run.RunContext;
import io.habitus.core.run.Workers;
import java.util.SplittableRandom;

/**
 * Columns against attributes on two halves of the units. The first half chooses; the second, which
 * had no say, gives the numbers. What the largest of all columns reaches on permuted attributes is
 * the guard: an attribute is detected only by more than that.
 *
 * @param chosen AUROC (columns, attributes) on the first half
 * @param confirmed AUROC (columns, attributes) on the second half
 * @param guard (attributes) on the first half
 */
@SuppressWarnings("ArrayRecordComponent")
record Detectors(double[][] chosen, double[][] confirmed, double[] guard) {
  /** AUROC from which on a detection is called clear. */
  static final double CLEAR = 0.75;

  /**
   * Scores all columns.
   *
   * @param eitherWay columns may point either way: 1 − AUROC counts as AUROC where it is larger
   * @param permutations of attributes; with n of them, chance passes the guard of an attribute with
   *     probability 1 / (n + 1)
   */
  static Detectors of(
      Columns firstColumns,
      Sample first,
      Columns secondColumns,
      Sample second,
      boolean eitherWay,
      int permutations,
      long seed,
      RunContext context) {
    int count = firstColumns.count();
    Sample[] permuted = new Sample[permutations];
    for (int p = 0; p < permutations; p++) {
      SplittableRandom random = new SplittableRandom(seed + 1 + p);
      permuted[p] = Sample.of(first.attributes().permuted(random), first.units());
    }
    double[][] chosen = new double[count][];
    double[][] confirmed = new double[count][];
    double[][] chance = new double[count][];
    Workers.forEach(
        count,
        context,
        "comparing features with attributes",
        c -> {
          Column column = firstColumns.get(c);
          chosen[c] = first.auroc(column);
          confirmed[c] = second.auroc(secondColumns.get(c));
          if (eitherWay) {
            turn(chosen[c], confirmed[c]);
          }
          chance[c] = new double[chosen[c].length];
          for (Sample each : permuted) {
            double[] found = each.auroc(column);
            for (int a = 0; a < found.length; a++) {
              double value = eitherWay ? Math.max(found[a], 1 - found[a]) : found[a];
              chance[c][a] = Math.max(chance[c][a], value);
            }
          }
        });
    double[] guard = new double[first.attributes().size()];
    for (double[] each : chance) {
      for (int a = 0; a < guard.length; a++) {
        guard[a] = Math.max(guard[a], each[a]);
      }
    }
    return new Detectors(chosen, confirmed, guard);
  }

  /** The first half decides which way a column points. */
  private static void turn(double[] chosen, double[] confirmed) {
    for (int a = 0; a < chosen.length; a++) {
      if (chosen[a] < 0.5) {
        chosen[a] = 1 - chosen[a];
        confirmed[a] = 1 - confirmed[a];
      }
    }
  }

  /** Whether a column detects an attribute clearly, on both halves. */
  boolean isClear(int column, int attribute) {
    return chosen[column][attribute] > guard[attribute]
        && chosen[column][attribute] >= CLEAR
        && confirmed[column][attribute] >= CLEAR;
  }

  /** The attribute with the largest AUROC on the first half among those above the guard, or −1. */
  int best(int column) {
    int best = -1;
    for (int a = 0; a < guard.length; a++) {
      if (chosen[column][a] > guard[a] && (best < 0 || chosen[column][a] > chosen[column][best])) {
        best = a;
      }
    }
    return best;
  }

  /** How clear all columns are together. */
  Clarity clarity(String what) {
    int clearColumns = 0;
    int pairs = 0;
    boolean[] found = new boolean[guard.length];
    double[] bests = new double[guard.length];
    for (int c = 0; c < chosen.length; c++) {
      int clear = 0;
      for (int a = 0; a < guard.length; a++) {
        if (isClear(c, a)) {
          clear++;
          found[a] = true;
        }
      }
      clearColumns += clear > 0 ? 1 : 0;
      pairs += clear;
    }
    int clearAttributes = 0;
    double sum = 0;
    for (int a = 0; a < guard.length; a++) {
      clearAttributes += found[a] ? 1 : 0;
      int chooser = -1;
      for (int c = 0; c < chosen.length; c++) {
        if (chooser < 0 || chosen[c][a] > chosen[chooser][a]) {
          chooser = c;
        }
      }
      bests[a] = chooser < 0 ? 0.5 : confirmed[chooser][a];
      sum += bests[a];
    }
    return new Clarity(
        what,
        chosen.length,
        clearColumns,
        guard.length,
        clearAttributes,
        clearColumns == 0 ? 0 : pairs / (double) clearColumns,
        guard.length == 0 ? 0 : sum / guard.length);
  }
}
