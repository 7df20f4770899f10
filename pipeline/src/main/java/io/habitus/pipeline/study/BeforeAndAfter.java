package io.habitus.pipeline.study;

import io.habitus.core.array.IntList;
import io.habitus.core.array.LongList;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.time.Micros;
import io.habitus.recommend.data.InteractionReader;
import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.data.ItemChoice;
import io.habitus.recommend.data.ItemIndex;
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

  static BeforeAndAfter read(
      SequenceStore store, ItemChoice choice, Instant cutOff, RunContext context) {
    Interactions past =
        InteractionReader.read(store.histories(Long.MIN_VALUE, Micros.of(cutOff)), choice, context);
    Instant validation = Micros.toInstant(past.quantile(LEARNED));
    return new BeforeAndAfter(
        past,
        InteractionReader.read(store.histories(), choice, context),
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

  /** All interactions by the numbers of another index; items that it lacks are left out. */
  Interactions by(ItemIndex index) {
    int[] numbers = all.items().ids().stream().mapToInt(index::find).toArray();
    int[] starts = new int[all.size() + 1];
    IntList items = new IntList();
    LongList times = new LongList();
    long[] users = new long[all.size()];
    for (int user = 0; user < users.length; user++) {
      users[user] = all.userId(user);
      for (int step = 0; step < all.length(user); step++) {
        int item = numbers[all.item(user, step)];
        if (item >= 0) {
          items.add(item);
          times.add(all.timeMicros(user, step));
        }
      }
      starts[user + 1] = items.size();
    }
    return new Interactions(index, users, starts, items.toArray(), times.toArray())
        .ofSchema(all.schema());
  }
}
