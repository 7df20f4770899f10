package io.habitus.ingest.sort;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Shards;
import io.habitus.ingest.sort.RowLayout.SlotType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a sort of objects in memory. */
class RowSortTest {
  /** Ten slots, so that what is present takes more than a byte. */
  private static final List<SlotType> SLOTS =
      List.of(
          SlotType.INT,
          SlotType.LONG,
          SlotType.DOUBLE,
          SlotType.INT,
          SlotType.INT,
          SlotType.INT,
          SlotType.INT,
          SlotType.INT,
          SlotType.LONG,
          SlotType.DOUBLE);

  @TempDir Path dir;

  /** A row; a slot is null where it is empty. */
  private record Event(long client, long time, long place, int type, List<String> slots) {
    int shard(int shards) {
      return Shards.of(client, shards);
    }
  }

  private static RunContext context(int threads, Path dir) {
    return new RunContext(new Resources(threads, 1L << 30, dir), Progress.SILENT);
  }

  private static List<Event> random(long seed, int count, long[] clients, int times) {
    Random random = new Random(seed);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> slots = new ArrayList<>();
      for (SlotType type : SLOTS) {
        String value =
            switch (type) {
              case INT -> Integer.toString(random.nextInt());
              case LONG -> Long.toString(random.nextLong());
              case DOUBLE -> Double.toString(random.nextGaussian());
            };
        slots.add(random.nextInt(3) == 0 ? "empty" : value);
      }
      long time = random.nextInt(times) - times / 2;
      long place = ((long) random.nextInt(4) << 55) + i; // streams on top, no two alike
      events.add(
          new Event(
              clients[random.nextInt(clients.length)], time, place, random.nextInt(5), slots));
    }
    return events;
  }

  private static void write(RowFiles files, List<Event> events) {
    for (Event event : events) {
      files.begin(event.client(), event.time(), event.place(), event.type());
      for (int s = 0; s < SLOTS.size(); s++) {
        String value = event.slots().get(s);
        if (!value.equals("empty")) {
          switch (SLOTS.get(s)) {
            case INT -> files.setInt(s, Integer.parseInt(value));
            case LONG -> files.setLong(s, Long.parseLong(value));
            case DOUBLE -> files.setDouble(s, Double.parseDouble(value));
          }
        }
      }
    }
    files.finish();
  }

  /** Rows as events whose place is not known any more. */
  private static List<Event> events(SortedRows rows) {
    List<List<String>> columns = new ArrayList<>();
    for (int s = 0; s < SLOTS.size(); s++) {
      boolean[] present = rows.present(s);
      int[] ints = SLOTS.get(s) == SlotType.INT ? rows.ints(s) : new int[0];
      long[] longs = SLOTS.get(s) == SlotType.LONG ? rows.longs(s) : new long[0];
      double[] doubles = SLOTS.get(s) == SlotType.DOUBLE ? rows.doubles(s) : new double[0];
      List<String> column = new ArrayList<>();
      for (int i = 0; i < present.length; i++) {
        String value =
            switch (SLOTS.get(s)) {
              case INT -> Integer.toString(ints[i]);
              case LONG -> Long.toString(longs[i]);
              case DOUBLE -> Double.toString(doubles[i]);
            };
        column.add(present[i] ? value : "empty");
      }
      columns.add(column);
    }
    List<Event> events = new ArrayList<>();
    for (int c = 0, i = 0; c < rows.clients().length; c++) {
      for (; i < rows.ends()[c]; i++) {
        int row = i;
        List<String> slots = columns.stream().map(column -> column.get(row)).toList();
        events.add(new Event(rows.clients()[c], rows.times()[i], 0, rows.types()[i], slots));
      }
    }
    assertThat(events).hasSize(rows.size());
    return events;
  }

  private static List<Event> expected(List<Event> events, int shards) {
    return events.stream()
        .sorted(
            Comparator.comparingInt((Event event) -> event.shard(shards))
                .thenComparingLong(Event::client)
                .thenComparingLong(Event::time)
                .thenComparingLong(Event::place))
        .map(e -> new Event(e.client(), e.time(), 0, e.type(), e.slots()))
        .toList();
  }

  private void check(List<Event> events, int shards, long mostRows, int threads) {
    List<Event> sorted = new ArrayList<>();
    try (RowFiles files = new RowFiles(dir, new RowLayout(SLOTS), shards)) {
      write(files, events);
      RowSort.forEach(files, mostRows, context(threads, dir), RowSortTest::events, sorted::addAll);
      assertThat(dir).isDirectoryRecursivelyContaining("glob:**");
    }
    assertThat(sorted).isEqualTo(expected(events, shards));
    assertThat(dir).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1000000", "8, 2, 1000000", "8, 3, 500", "1, 2, 37", "256, 2, 1"})
  void manyClientsOfFewEvents(int shards, int threads, long mostRows) {
    long[] clients = new Random(1).longs(700, -2_000, 2_000).toArray();
    check(random(2, 5_000, clients, 50), shards, mostRows, threads);
  }

  @ParameterizedTest
  @CsvSource({"1000000", "400"})
  void fewClientsOfManyEventsAndTheWidestIds(long mostRows) {
    long[] clients = {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE};
    check(random(3, 4_000, clients, 300), 4, mostRows, 2);
    check(random(4, 4_000, clients, 4_000_000), 4, mostRows, 2);
  }

  @Test
  void rowsInOrderAlready() {
    List<Event> events =
        LongStream.range(0, 1_000)
            .mapToObj(i -> new Event(i / 100, i, i, 0, Collections.nCopies(10, "empty")))
            .toList();
    check(events, 2, 1_000_000, 2);
  }

  @Test
  void noRows() {
    check(List.of(), 8, 100, 2);
  }

  @Test
  void filesAreRemovedWhereNothingIsSorted() throws Exception {
    try (RowFiles files = new RowFiles(dir, new RowLayout(List.of()), 8)) {
      files.begin(1, 2, 3, 4);
      try (var folders = Files.list(dir)) {
        assertThat(folders).hasSize(1);
      }
    }
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void theMoreThreadsAndTheWiderRowsTheFewerAtATime() {
    long one = RowSort.mostRows(new Resources(1, 1L << 30, dir), 64);
    assertThat(RowSort.mostRows(new Resources(3, 1L << 30, dir), 64)).isEqualTo(one / 2);
    assertThat(RowSort.mostRows(new Resources(1, 1L << 30, dir), 128)).isEqualTo(one / 2);
    assertThat(one * 64 * 2)
        .isLessThanOrEqualTo(Math.min(1L << 30, Runtime.getRuntime().maxMemory()) / 4);
  }
}
