package io.habitus.core.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.core.schema.EventType;
import io.habitus.core.schema.Field;
import io.habitus.core.schema.Schema;
import io.habitus.core.time.Micros;
import io.habitus.core.time.Split;
import io.habitus.testkit.memory.MemoryLog;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TasksTest {
  private static final String BUY = Schema.BUY;

  /** Input until 10 January, train window 10–11, validation window 12–13. */
  private static final Split SPLIT =
      new Split(
          Instant.parse("2022-01-10T00:00:00Z"),
          Instant.parse("2022-01-12T00:00:00Z"),
          Instant.parse("2022-01-13T12:00:00Z"));

  private static TaskSet tasks(MemoryLog log, Given given) {
    return tasks(log, given, RunContext.silent());
  }

  private static TaskSet tasks(MemoryLog log, Given given, RunContext context) {
    long cutOff = SPLIT.cutOffMicros();
    return Tasks.of(
        log.histories(Long.MIN_VALUE, cutOff),
        log.histories(cutOff, Micros.of(SPLIT.end()) + 1),
        SPLIT,
        given,
        context);
  }

  private static Task task(TaskSet set, String name) {
    return set.tasks().stream().filter(task -> task.name().equals(name)).findFirst().orElseThrow();
  }

  private static float[] row(Labels labels, long client) {
    float[] row = new float[labels.width()];
    labels.fill(client, row, 0);
    return row;
  }

  private static MemoryLog shop() {
    return MemoryLog.challenge()
        .item(30, 7, 50, null)
        .item(10, 7, 60, null)
        .item(20, 8, 50, null)
        .event(1, "2022-01-01T00:00:00Z", BUY, 10)
        .event(2, "2022-01-01T00:00:00Z", "page_visit", 5)
        .event(3, "2022-01-01T00:00:00Z", BUY, 10)
        .event(1, "2022-01-09T23:59:59.999999Z", BUY, 10)
        .event(1, "2022-01-10T00:00:00Z", BUY, 30)
        .event(1, "2022-01-11T00:00:00Z", BUY, 30)
        .event(2, "2022-01-11T23:59:59.999999Z", BUY, 10)
        .event(9, "2022-01-11T00:00:00Z", BUY, 20)
        .event(9, "2022-01-11T00:00:00Z", "add_to_cart", 20)
        .event(3, "2022-01-12T00:00:00Z", BUY, 20)
        .event(1, "2022-01-13T12:00:00Z", BUY, 99)
        .event(2, "2022-01-13T12:00:00.000001Z", BUY, 10);
  }

  @Test
  void windowsAreClosedWhereTheyShouldBe() {
    TaskSet set = tasks(shop(), Given.NOTHING);
    assertThat(set.train()).isEqualTo(new TaskSet.Window(4, 3));
    assertThat(set.validation()).isEqualTo(new TaskSet.Window(2, 2));
    Task conversion = task(set, Task.CONVERSION);
    assertThat(row(conversion.train(), 1)).containsExactly(0);
    assertThat(row(conversion.train(), 2)).containsExactly(0);
    assertThat(row(conversion.train(), 3)).containsExactly(1);
    assertThat(row(conversion.validation(), 1)).containsExactly(0);
    assertThat(row(conversion.validation(), 2)).containsExactly(1);
    assertThat(row(conversion.validation(), 4711)).containsExactly(1);
  }

  @Test
  void relevantAreAllWithAnInputEventAndActiveThoseWithABuy() {
    TaskSet set = tasks(shop(), Given.NOTHING);
    assertThat(set.relevant().toArray()).containsExactly(1, 2, 3);
    assertThat(set.active().toArray()).containsExactly(1, 3);
    assertThat(task(set, Task.CHURN).clients().orElseThrow().toArray()).containsExactly(1, 3);
    assertThat(task(set, Task.CONVERSION).clients()).isEmpty();
  }

  @Test
  void derivedActiveClientsAreRelevantOnes() {
    Given given = new Given(Optional.of(ClientSet.of(3, 2)), Optional.empty(), Map.of());
    assertThat(tasks(shop(), given).active().toArray()).containsExactly(3);
  }

  @Test
  void labelsAreTheMostBoughtAndOfEquallyBoughtOnesTheSmaller() {
    TaskSet set = tasks(shop(), Given.NOTHING);
    assertThat(set.labels().get(Task.SKU).labels()).containsExactly("30", "10", "20");
    assertThat(set.labels().get(Task.SKU).popularity()).containsExactly(0.5, 0.25, 0.25);
    assertThat(set.labels().get(Task.CATEGORY).labels()).containsExactly("7", "8");
    assertThat(set.labels().get(Task.CATEGORY).popularity()).containsExactly(0.75, 0.25);
    assertThat(set.labels().get(Task.PRICE).labels()).containsExactly("50", "60");
    assertThat(set.labels().get(Task.NEW_SKU).labels()).containsExactly("30", "20");
  }

  @Test
  void everyTargetIsABitPerLabel() {
    TaskSet set = tasks(shop(), Given.NOTHING);
    Task sku = task(set, Task.SKU);
    assertThat(row(sku.train(), 1)).containsExactly(1, 0, 0);
    assertThat(row(sku.train(), 9)).containsExactly(0, 0, 1);
    assertThat(row(sku.validation(), 1)).containsExactly(0, 0, 0);
    assertThat(row(sku.validation(), 3)).containsExactly(0, 0, 1);
    assertThat(row(task(set, Task.CATEGORY).validation(), 3)).containsExactly(0, 1);
  }

  @Test
  void givenListsWinAndMissingPopularityIsDerived() {
    Given given =
        new Given(
            Optional.empty(),
            Optional.empty(),
            Map.of(
                Task.SKU, LabelList.of(new long[] {20, 555, 10}, new double[] {0.9, 0.05, 0.05}),
                Task.PRICE, LabelList.of(new long[] {60}, new double[0])));
    TaskSet set = tasks(shop(), given);
    assertThat(task(set, Task.SKU).popularity()).containsExactly(0.9, 0.05, 0.05);
    assertThat(row(task(set, Task.SKU).train(), 2)).containsExactly(0, 0, 1);
    assertThat(task(set, Task.PRICE).popularity()).containsExactly(0.25);
  }

  @Test
  void whatIsGivenWhollyIsNotDerived() {
    Given given =
        new Given(
            Optional.of(ClientSet.of(1, 9)),
            Optional.of(ClientSet.of(1)),
            Map.of(Task.NEW_SKU, LabelList.of(new long[] {10}, new double[0])));
    TaskSet set = tasks(shop(), given);
    assertThat(set.relevant().toArray()).containsExactly(1, 9);
    assertThat(set.active().toArray()).containsExactly(1);
    assertThat(row(task(set, Task.NEW_SKU).train(), 2)).containsExactly(1);
    assertThat(set.labels().get(Task.SKU).labels()).containsExactly("30", "10", "20");
  }

  @Test
  void aSchemaWithoutPriceOrCategorySkipsThoseTasksWithAReason() {
    Schema clicks =
        new Schema(
            "clicks",
            List.of(new EventType("click", List.of("article"))),
            List.of(Field.categorical("article")),
            Optional.of("article"),
            List.of(Field.numeric("words")),
            Optional.empty(),
            Optional.of("words"),
            "click",
            3);
    MemoryLog log =
        MemoryLog.of(clicks)
            .item("a", 120.0)
            .event(1, "2022-01-01T00:00:00Z", "click", "a")
            .event(1, "2022-01-10T00:00:00Z", "click", "a");
    TaskSet set = tasks(log, Given.NOTHING);
    assertThat(set.tasks()).extracting(Task::name).containsExactly("churn", "conversion", Task.SKU);
    assertThat(set.skipped())
        .containsExactly(
            new TaskSet.Skipped(Task.CATEGORY, "the schema names no category attribute of items"),
            new TaskSet.Skipped(
                Task.NEW_SKU, "every item of the train window is in the input's target events"),
            new TaskSet.Skipped(
                Task.PRICE,
                "the price attribute is NUMERIC; only CATEGORICAL ones (buckets) can be labels"));
  }

  @Test
  void targetEventsWithoutItemsLeaveChurnAndConversion() {
    Schema visits =
        new Schema(
            "visits",
            List.of(new EventType("visit", List.of())),
            List.of(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            "visit",
            3);
    MemoryLog log = MemoryLog.of(visits).event(1, "2022-01-10T00:00:00Z", "visit");
    TaskSet set = tasks(log, Given.NOTHING);
    assertThat(set.tasks()).extracting(Task::name).containsExactly("churn", "conversion");
    assertThat(set.skipped()).hasSize(4);
  }

  @Test
  void aLogWithoutTargetsInTheTrainWindowHasNoPropensityTasks() {
    MemoryLog log = MemoryLog.challenge().event(1, "2022-01-12T00:00:00Z", BUY, 3);
    assertThat(tasks(log, Given.NOTHING).tasks())
        .extracting(Task::name)
        .containsExactly("churn", "conversion");
  }

  /** Every number against a plain recomputation with maps, for random logs. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void randomLogsAgreeWithBruteForce(long seed) {
    Random random = new Random(seed);
    MemoryLog log = MemoryLog.challenge().shards(1 + random.nextInt(5));
    Map<Long, Long> categories = new HashMap<>();
    for (long sku = 0; sku < 300; sku++) {
      categories.put(sku, sku % 120);
      log.item(sku, sku % 120, sku % 7, null);
    }
    record Buy(long client, long micros, long sku) {}
    List<Buy> buys = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      long micros = SPLIT.cutOffMicros() + (long) ((random.nextDouble() * 10 - 6) * Micros.PER_DAY);
      Buy buy =
          new Buy(random.nextInt(200), micros, (long) Math.abs(random.nextGaussian() * 100) % 300);
      buys.add(buy);
      log.event(buy.client, buy.micros, BUY, buy.sku);
    }
    long validationStart = Micros.of(SPLIT.validationStart());
    List<Buy> train =
        buys.stream()
            .filter(buy -> buy.micros >= SPLIT.cutOffMicros() && buy.micros < validationStart)
            .toList();
    List<Buy> validation =
        buys.stream()
            .filter(buy -> buy.micros >= validationStart && buy.micros <= Micros.of(SPLIT.end()))
            .toList();
    Map<Long, Long> counts =
        train.stream()
            .collect(Collectors.groupingBy(buy -> categories.get(buy.sku), Collectors.counting()));
    List<Long> labels =
        counts.keySet().stream()
            .sorted(
                Comparator.comparing((Long category) -> -counts.get(category))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(100)
            .toList();

    Task task = task(tasks(log, Given.NOTHING), Task.CATEGORY);
    assertThat(task.labelNames()).isEqualTo(labels.stream().map(Object::toString).toList());
    for (int i = 0; i < labels.size(); i++) {
      assertThat(task.popularity()[i]).isEqualTo(counts.get(labels.get(i)) / (double) train.size());
    }
    for (List<Buy> window : List.of(train, validation)) {
      Set<List<Long>> bought = new HashSet<>();
      window.forEach(buy -> bought.add(List.of(buy.client, categories.get(buy.sku))));
      Labels actual = window == train ? task.train() : task.validation();
      for (long client = 0; client < 200; client++) {
        float[] expected = new float[labels.size()];
        for (int label = 0; label < expected.length; label++) {
          expected[label] = bought.contains(List.of(client, labels.get(label))) ? 1 : 0;
        }
        assertThat(row(actual, client)).containsExactly(expected);
      }
    }
  }

  @Test
  void threadsAndShardsDoNotMatter() {
    Random random = new Random(7);
    MemoryLog log = MemoryLog.challenge();
    for (int i = 0; i < 2_000; i++) {
      long micros = SPLIT.cutOffMicros() + random.nextLong(-5 * Micros.PER_DAY, 3 * Micros.PER_DAY);
      log.event(random.nextInt(300), micros, BUY, random.nextInt(150));
    }
    List<float[]> all = new ArrayList<>();
    for (int threads : new int[] {1, 2, 4}) {
      RunContext context =
          new RunContext(
              new Resources(threads, 1L << 30, Path.of(System.getProperty("java.io.tmpdir"))),
              Progress.SILENT);
      Task task = task(tasks(log.shards(threads * 3), Given.NOTHING, context), Task.SKU);
      float[] rows = new float[300 * task.width()];
      LongStream.range(0, 300)
          .forEach(client -> task.validation().fill(client, rows, (int) client * task.width()));
      all.add(rows);
    }
    assertThat(all.get(1)).containsExactly(all.get(0));
    assertThat(all.get(2)).containsExactly(all.get(0));
  }

  @Test
  void sumsCountTheOnes() {
    TaskSet set = tasks(shop(), Given.NOTHING);
    assertThat(task(set, Task.CONVERSION).train().sum(new long[] {1, 2, 3, 77})).isEqualTo(2);
  }
}
