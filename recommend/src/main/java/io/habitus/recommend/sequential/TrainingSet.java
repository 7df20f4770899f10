package io.habitus.recommend.sequential;

import io.habitus.recommend.data.Cases;
import io.habitus.recommend.data.ContextCodes;
import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.data.Partition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a fit learns from and is validated on: sequences of warm items, and what is read beside
 * them.
 *
 * @param settings of network and training
 * @param partition of the interactions
 * @param warm its items that occur in training
 * @param tables of the context
 * @param seed of the fit
 */
record TrainingSet(
    Settings settings, Partition partition, WarmItems warm, ContextTables tables, long seed) {

  static TrainingSet of(Settings settings, Partition partition, long seed) {
    ContextTables tables = ContextTables.learn(partition, settings.context());
    return new TrainingSet(settings, partition, WarmItems.of(partition), tables, seed);
  }

  /** Tells one from another, beside settings and seed. */
  String identity() {
    String items =
        "items %s on %s, %d interactions"
            .formatted(warm.checksum(partition), partition.split(), partition.data().total());
    return tables.isEmpty() ? items : items + " with context " + partition.fingerprint();
  }

  /** Of every user with two warm items. */
  SequenceBatches training() {
    Interactions data = partition.data();
    ContextCodes codes = tables.of(data);
    Asked all = new Asked();
    for (int user = 0; user < data.size(); user++) {
      // Items that are held out are cold, so none of them is among the warm ones.
      int[] history = data.history(user, partition.until()[user]);
      int[] places = warm.places(history, settings.maxItems() + 1);
      if (places.length > 1) {
        all.sequences.add(warm.rows(history, places));
        all.add(data.userId(user), history, places, codes.of(user, places));
      }
    }
    return batches(all, List.of());
  }

  /** Cases whose right item is warm, not seen before, and comes after at least one warm item. */
  SequenceBatches validation() {
    Cases cases = partition.warm(partition.validation());
    Interactions data = partition.data();
    ContextCodes codes = tables.of(data);
    Asked all = new Asked();
    List<int[]> seen = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      int[] history = cases.history(data, i);
      int[] known = warm.places(history, Integer.MAX_VALUE);
      int[] rows = warm.rows(history, known);
      int target = warm.row(cases.target(data, i));
      if (rows.length > 0 && Arrays.stream(rows).noneMatch(item -> item == target)) {
        int[] places = warm.newest(known, settings.maxItems());
        int[] asked = Arrays.copyOf(warm.rows(history, places), places.length + 1);
        asked[places.length] = target;
        all.sequences.add(asked);
        int user = cases.users()[i];
        all.add(data.userId(user), history, places, codes.of(user, places));
        seen.add(rows);
      }
    }
    return batches(all, seen);
  }

  /** Sequences with what is beside them. */
  private final class Asked {
    final List<int[]> sequences = new ArrayList<>();
    final List<int[][]> beside = new ArrayList<>();
    final List<Long> ids = new ArrayList<>();

    /** The context of a sequence's items, which stand at some places of a history. */
    void add(long id, int[] history, int[] places, int[][] ofEvents) {
      int[] items = Arrays.stream(places).map(place -> history[place]).toArray();
      ids.add(id);
      beside.add(tables.beside(items, ofEvents, IntStream.range(0, items.length).toArray()));
    }
  }

  private SequenceBatches batches(Asked all, List<int[]> seen) {
    return new SequenceBatches(
        all.sequences.toArray(int[][]::new),
        all.beside.toArray(int[][][]::new),
        tables,
        seen.toArray(int[][]::new),
        all.ids.stream().mapToLong(Long::longValue).toArray(),
        settings.batch(),
        settings.shards(),
        seed);
  }
}
