package io.habitus.recommend.metrics;

import io.habitus.recommend.data.Cases;
import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.data.Partition;

/**
 * All that decides what a number means beside the model; printed with every number.
 *
 * @param data name of the data set
 * @param users of the data
 * @param items of the data
 * @param interactions of the data
 * @param learnedFrom interactions
 * @param split in words
 * @param heldOut items that training was not shown
 * @param cold items that never occur in training, those held out included
 * @param cases that are asked
 * @param repeated cases whose right answer the user had before
 * @param candidates in words
 * @param seen in words
 */
public record Protocol(
    String data,
    int users,
    int items,
    int interactions,
    long learnedFrom,
    String split,
    int heldOut,
    int cold,
    int cases,
    int repeated,
    String candidates,
    String seen) {

  /**
   * Of cases of a partition.
   *
   * @param name of the data set
   */
  public static Protocol of(String name, Partition partition, Cases cases, RankingOptions options) {
    Interactions data = partition.data();
    int cold = 0;
    long learned = 0;
    for (int count : partition.trainingCounts()) {
      cold += count == 0 ? 1 : 0;
      learned += count;
    }
    return new Protocol(
        name,
        data.size(),
        data.items().size(),
        data.total(),
        learned,
        partition.split().sentence(),
        partition.heldOut().cardinality(),
        cold,
        cases.size(),
        repeated(data, cases),
        options.candidates().sentence(),
        options.seen().sentence());
  }

  private static int repeated(Interactions data, Cases cases) {
    int repeated = 0;
    for (int i = 0; i < cases.size(); i++) {
      int target = cases.target(data, i);
      for (int step = 0; step < cases.steps()[i]; step++) {
        if (data.item(cases.users()[i], step) == target) {
          repeated++;
          break;
        }
      }
    }
    return repeated;
  }

  /** One paragraph. */
  public String sentence() {
    String held =
        heldOut == 0 ? "" : " %,d items are held out of training by seed.".formatted(heldOut);
    return ("%s: %,d users, %,d items, %,d interactions, %,d of them learned from. %s.%s %,d items"
            + " never occur in training (cold). %,d cases, in %,d of them the user had the right"
            + " item before. Full ranking of %s; %s; ties go to the smaller item number.")
        .formatted(
            data,
            users,
            items,
            interactions,
            learnedFrom,
            Character.toUpperCase(split.charAt(0)) + split.substring(1),
            held,
            cold,
            cases,
            repeated,
            candidates,
            seen);
  }
}
