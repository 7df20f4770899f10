package io.habitus.ingest.sort;

import io.habitus.core.run.Parallel;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Sorts scattered rows, shard by shard, several at a time. */
public final class RowSort {
  /** Bytes of arrays for each row that is being sorted: clients, times, places, twice the order. */
  private static final int SORT_BYTES = 48;

  /** Share of the run's memory, and of the heap, for the rows that are being sorted. */
  private static final int SHARE = 4;

  private static final long LEAST_ROWS = 1 << 16;

  private RowSort() {}

  /**
   * Prepares groups of clients on the run's threads and takes them in order of (shard, client) in
   * the caller's. Every shard's file is removed when it was taken.
   *
   * @param resultBytes about how large what is prepared of a row is
   * @param prepare called with each group's rows in order of (client, time, place)
   */
  public static <T> void forEach(
      RowFiles files,
      int resultBytes,
      RunContext context,
      Function<SortedRows, T> prepare,
      Consumer<T> take) {
    forEach(files, mostRows(context.resources(), SORT_BYTES + resultBytes), context, prepare, take);
  }

  static <T> void forEach(
      RowFiles files,
      long mostRows,
      RunContext context,
      Function<SortedRows, T> prepare,
      Consumer<T> take) {
    List<RowGroup> groups = RowGroups.of(files, mostRows);
    Parallel.forEachInOrder(
        "sorting events",
        groups.size(),
        context,
        g -> sorted(files, groups.get(g), prepare),
        (result, g) -> {
          take.accept(result);
          RowGroup group = groups.get(g);
          if (group.last()) {
            files.file(group.shard()).close();
          }
        });
  }

  /** So many that the threads' groups, and one more that is being taken, fit into memory. */
  static long mostRows(Resources resources, int rowBytes) {
    long memory = Math.min(resources.memoryBytes(), Runtime.getRuntime().maxMemory()) / SHARE;
    return Math.max(LEAST_ROWS, memory / (resources.threads() + 1) / rowBytes);
  }

  private static <T> T sorted(RowFiles files, RowGroup group, Function<SortedRows, T> prepare) {
    try (Arena arena = Arena.ofConfined()) {
      return prepare.apply(
          SortedRows.of(files.file(group.shard()).map(arena), files.layout(), group));
    }
  }
}
