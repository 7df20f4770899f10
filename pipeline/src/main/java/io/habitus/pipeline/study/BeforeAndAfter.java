package io.habitus.pipeline.study;

import io.habitus.core.run.RunContext;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.time.Micros;
import io.habitus.recommend.data.InteractionReader;
import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.data.ItemChoice;
import io.habitus.recommend.data.Split;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Interactions cut in time. What is learned from is read from a view of the store that ends at the
 * cut-off, so that nothing later can get into it.
 *
 * @param past interactions before the cut-off
 * @param all interactions, those after the cut-off included
 * @param split by the cut-off; the last tenth of the past decides when training stops
 */
record BeforeAndAfter(Interactions past, Interactions all, Split.GlobalTime split) {
  private static final double LEARNED = 0.9;

  /**
   * Reads.
   *
   * @param fields what is read beside items
   */
  static BeforeAndAfter read(
      SequenceStore store,
      ItemChoice choice,
      List<String> fields,
      Instant cutOff,
      RunContext context) {
    Interactions past =
        InteractionReader.read(
            store.histories(Long.MIN_VALUE, Micros.of(cutOff)), choice, fields, context);
    Instant validation = Micros.toInstant(past.quantile(LEARNED));
    return new BeforeAndAfter(
        past,
        InteractionReader.read(store.histories(), choice, fields, context),
        new Split.GlobalTime(validation, cutOff, Split.Targets.FIRST));
  }

  Instant cutOff() {
    return split.testFrom();
  }

  /** Items that nobody had taken before the cut-off, in the order of their numbers. */
  List<String> newItems() {
    return all.items().ids().stream().filter(id -> past.items().find(id) < 0).toList();
  }

  /** Distinct items of a client at or after the cut-off, by their numbers in {@link #all}. */
  int[] takenAfter(int user) {
    int before = all.before(user, Micros.of(cutOff()));
    int[] items = all.history(user, all.length(user));
    return Arrays.stream(items, before, items.length).distinct().sorted().toArray();
  }
}
