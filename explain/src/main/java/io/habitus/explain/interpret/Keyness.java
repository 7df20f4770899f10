package io.habitus.explain.interpret;

import java.util.BitSet;

/**
 * How much more often some units have a term than the others do: the log-odds ratio with an
 * informative Dirichlet prior, in standard deviations (Monroe, Colaresi and Quinn 2008, equations
 * 16, 20 and 22), with units counted instead of words: a term is there or it is not, so that the
 * prior is a Beta, whose mean is the term's share of all units.
 */
final class Keyness {
  /** How many units the prior is worth. */
  private static final double PRIOR = 50;

  /** Of the units that are compared, so many must have a term. */
  private static final int LEAST = 3;

  private final Attributes terms;
  private final int[] units; // (terms) that have each
  private final int all;
  private final int[] counts; // (terms) scratch, zero between calls

  /** Over some of the units. */
  Keyness(Attributes terms, BitSet among) {
    this.terms = terms;
    units = new int[terms.size()];
    counts = new int[terms.size()];
    all = among.cardinality();
    among.stream().forEach(unit -> count(unit, units));
  }

  private void count(int unit, int[] into) {
    for (int at = terms.offsets()[unit]; at < terms.offsets()[unit + 1]; at++) {
      into[terms.ids()[at]]++;
    }
  }

  /** Takes a term. */
  interface Take {
    void term(int term, double keyness);
  }

  /** The terms that at least three of these units have; for one thread. */
  void forEach(int[] some, Take take) {
    for (int unit : some) {
      count(unit, counts);
    }
    for (int unit : some) {
      for (int at = terms.offsets()[unit]; at < terms.offsets()[unit + 1]; at++) {
        int term = terms.ids()[at];
        if (counts[term] >= LEAST) {
          take.term(term, of(counts[term], some.length, units[term], all));
        }
        counts[term] = 0;
      }
    }
  }

  /** The largest, or 0 where there is none. */
  double largest(int[] some) {
    double[] largest = {0};
    forEach(some, (term, keyness) -> largest[0] = Math.max(largest[0], keyness));
    return largest[0];
  }

  /**
   * One term.
   *
   * @param have of the units that are compared, those that have it
   * @param compared how many those are
   * @param haveOfAll of all units
   * @param all how many those are
   */
  static double of(int have, int compared, int haveOfAll, int all) {
    double prior = PRIOR * haveOfAll / all;
    double here = have + prior;
    double elsewhere = haveOfAll - have + prior;
    double odds = here / (compared + PRIOR - here);
    double oddsElsewhere = elsewhere / (all - compared + PRIOR - elsewhere);
    return Math.log(odds / oddsElsewhere) / Math.sqrt(1 / here + 1 / elsewhere);
  }
}
