package io.habitus.features.aggregated;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.core.schema.EventType;
import io.habitus.core.schema.Field;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Histories;
import io.habitus.core.time.Micros;
import io.habitus.testkit.memory.MemoryLog;
import io.habitus.testkit.run.HeardProgress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AggregatedVectorsTest {
  private static final long CUT_OFF = Micros.of(Instant.parse("2022-06-01T00:00:00Z"));
  private static final List<Integer> WINDOWS = List.of(1, 7, 30);

  private record Fitted(
      AggregatedLayout layout, List<String> columns, Profiles profiles, List<String> notes) {
    float get(long client, String column) {
      for (int row = 0; row < profiles.size(); row++) {
        if (profiles.clientIds()[row] == client) {
          return profiles.get(row, columns.indexOf(column));
        }
      }
      throw new AssertionError("no client " + client);
    }
  }

  private static Fitted fit(MemoryLog log, ClientSet clients, int top) {
    HeardProgress progress = new HeardProgress();
    Path temp = Path.of(System.getProperty("java.io.tmpdir"));
    RunContext context = new RunContext(new Resources(2, 1L << 30, temp), progress);
    Histories input = log.histories(Long.MIN_VALUE, CUT_OFF);
    AggregatedLayout layout = AggregatedFit.layout(input, clients, top, WINDOWS, context);
    return new Fitted(
        layout,
        layout.columns(),
        AggregatedVectors.of(layout, input, clients, context),
        progress.notes());
  }

  private static byte[] codes(int first) {
    byte[] codes = new byte[16];
    codes[0] = (byte) first;
    return codes;
  }

  private static MemoryLog allTypes() {
    return MemoryLog.challenge()
        .item(1, 50, 7, null)
        .event(5, CUT_OFF - 10, "product_buy", 1)
        .event(3, CUT_OFF - 10, "page_visit", 8)
        .event(4, CUT_OFF - 10, "search_query", new Object[] {codes(250)})
        .event(4, CUT_OFF - 9, "search_query", new Object[] {codes(4)})
        .event(2, CUT_OFF - 10, "remove_from_cart", 1)
        .event(1, CUT_OFF - 10, "add_to_cart", 1)
        .event(5, CUT_OFF - 10, "add_to_cart", 2);
  }

  @Test
  void columnsAreInTheOrganisersOrder() {
    Fitted fitted = fit(allTypes(), ClientSet.of(1, 2, 3, 4, 5), 10);
    assertThat(fitted.layout.blocks())
        .extracting(AggregatedLayout.Block::eventType)
        .containsExactly(
            "product_buy", "search_query", "add_to_cart", "remove_from_cart", "page_visit");
    assertThat(fitted.layout.columns())
        .startsWith(
            "product_buy.events",
            "product_buy.1d.sku=1",
            "product_buy.1d.category=50",
            "product_buy.1d.price=7",
            "product_buy.7d.sku=1",
            "product_buy.7d.category=50",
            "product_buy.7d.price=7",
            "product_buy.30d.sku=1",
            "product_buy.30d.category=50",
            "product_buy.30d.price=7",
            "search_query.query[0]",
            "search_query.query[1]")
        .endsWith(
            "page_visit.events",
            "page_visit.1d.url=8",
            "page_visit.7d.url=8",
            "page_visit.30d.url=8");
  }

  @Test
  void rowsAreBuyersThenTheNewcomersOfEachNextTypeThenTheSilent() {
    Fitted fitted = fit(allTypes(), ClientSet.of(0, 1, 2, 3, 4, 5, 6), 10);
    assertThat(fitted.profiles.clientIds()).containsExactly(5, 4, 1, 2, 3, 0, 6);
  }

  @Test
  void codeVectorsAreAveraged() {
    Fitted fitted = fit(allTypes(), ClientSet.of(4, 5), 10);
    assertThat(fitted.get(4, "search_query.query[0]")).isEqualTo(127);
    assertThat(fitted.get(5, "search_query.query[0]")).isZero();
  }

  @Test
  void anEventTypeWithoutRowsIsLeftOutAndSaidSo() {
    Fitted fitted =
        fit(MemoryLog.challenge().event(1, CUT_OFF - 1, "page_visit", 3), ClientSet.of(1), 10);
    assertThat(fitted.layout.width()).isEqualTo(4);
    assertThat(fitted.notes).hasSize(4).anyMatch(note -> note.contains("no product_buy events"));
  }

  @Test
  void onlyTheGivenClientsSayWhatIsFrequentAndWhenTheLastEventWas() {
    MemoryLog log =
        MemoryLog.challenge()
            .event(9, CUT_OFF - 1, "page_visit", 100)
            .event(9, CUT_OFF - 1, "page_visit", 100)
            .event(1, CUT_OFF - 3 * Micros.PER_DAY, "page_visit", 3);
    Fitted fitted = fit(log, ClientSet.of(1), 1);
    assertThat(fitted.layout.columns()).contains("page_visit.1d.url=3");
    assertThat(fitted.get(1, "page_visit.1d.url=3")).isEqualTo(1);
  }

  @Test
  void aWindowHoldsItsFirstInstant() {
    long last = CUT_OFF - 5;
    MemoryLog log =
        MemoryLog.challenge()
            .event(1, last, "page_visit", 3)
            .event(1, last - Micros.PER_DAY, "page_visit", 3)
            .event(1, last - 7 * Micros.PER_DAY - 1, "page_visit", 3);
    Fitted fitted = fit(log, ClientSet.of(1), 1);
    assertThat(fitted.get(1, "page_visit.1d.url=3")).isEqualTo(2);
    assertThat(fitted.get(1, "page_visit.7d.url=3")).isEqualTo(2);
    assertThat(fitted.get(1, "page_visit.30d.url=3")).isEqualTo(3);
    assertThat(fitted.get(1, "page_visit.events")).isEqualTo(3);
  }

  @Test
  void equallyFrequentValuesAreTheSmallerFirst() {
    MemoryLog log = MemoryLog.challenge();
    for (int url : new int[] {30, 4, 100}) {
      log.event(1, CUT_OFF - 1, "page_visit", url);
    }
    assertThat(fit(log, ClientSet.of(1), 2).layout.columns())
        .contains("page_visit.1d.url=4", "page_visit.1d.url=30")
        .doesNotContain("page_visit.1d.url=100");
  }

  @Test
  void hugeCountsStayFinite() {
    MemoryLog log = MemoryLog.challenge();
    for (int i = 0; i < 70_000; i++) {
      log.event(1, CUT_OFF - 1, "page_visit", 3);
    }
    assertThat(fit(log, ClientSet.of(1), 1).get(1, "page_visit.events")).isEqualTo(65504f);
  }

  @Test
  void anySchemaHasItsOwnColumns() {
    Schema schema =
        new Schema(
            "news",
            List.of(
                new EventType("session", List.of("device", "length", "topic_vector")),
                new EventType("click", List.of("article"))),
            List.of(
                Field.categorical("device"),
                Field.numeric("length"),
                Field.codes("topic_vector", 2),
                Field.categorical("article")),
            Optional.of("article"),
            List.of(Field.categorical("section"), Field.text("title")),
            Optional.of("section"),
            Optional.empty(),
            "click",
            3);
    MemoryLog log =
        MemoryLog.of(schema)
            .item("a", "sport", "x")
            .event(1, CUT_OFF - 1, "session", "phone", 3.5, new byte[] {1, 2})
            .event(1, CUT_OFF - 1, "session", "phone", 3.5, null)
            .event(1, CUT_OFF - 1, "click", "a");
    Fitted fitted = fit(log, ClientSet.of(1), 10);
    assertThat(fitted.layout.columns())
        .containsExactly(
            "click.events",
            "click.1d.article=a",
            "click.1d.section=sport",
            "click.7d.article=a",
            "click.7d.section=sport",
            "click.30d.article=a",
            "click.30d.section=sport",
            "session.events",
            "session.1d.device=phone",
            "session.7d.device=phone",
            "session.30d.device=phone",
            "session.topic_vector[0]",
            "session.topic_vector[1]");
    assertThat(fitted.get(1, "session.topic_vector[1]")).isEqualTo(2);
  }

  /** Every column of random visits and buys against a plain recount. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void randomLogsAgreeWithARecount(long seed) {
    record Event(long client, long micros, String type, long thing) {}
    Random random = new Random(seed);
    List<Event> events = new ArrayList<>();
    MemoryLog log = MemoryLog.challenge().shards(1 + random.nextInt(4));
    for (long sku = 0; sku < 60; sku++) {
      log.item(sku, sku % 13, sku % 4, null);
    }
    for (int i = 0; i < 4_000; i++) {
      String type = random.nextBoolean() ? "product_buy" : "page_visit";
      long age = (long) (random.nextDouble() * 50 * Micros.PER_DAY) + 1;
      Event event =
          new Event(
              random.nextInt(80), CUT_OFF - age, type, (long) Math.abs(random.nextGaussian() * 20));
      events.add(event);
      log.event(event.client, event.micros, type, event.thing);
    }
    ClientSet clients = ClientSet.of(LongStream.range(0, 70).toArray());
    Fitted fitted = fit(log, clients, 10);
    List<Event> relevant = events.stream().filter(event -> event.client < 70).toList();

    for (String type : List.of("product_buy", "page_visit")) {
      Map<String, ToLongFunction<Event>> fields =
          type.equals("page_visit")
              ? Map.of("url", Event::thing)
              : Map.of(
                  "sku", Event::thing,
                  "category", event -> event.thing < 60 ? event.thing % 13 : -1,
                  "price", event -> event.thing < 60 ? event.thing % 4 : -1);
      List<Event> ofType = relevant.stream().filter(event -> event.type.equals(type)).toList();
      long last = ofType.stream().mapToLong(Event::micros).max().orElseThrow();
      fields.forEach((name, field) -> {
        Map<Long, Long> counts =
            ofType.stream()
                .map(field::applyAsLong)
                .filter(value -> value >= 0)
                .collect(Collectors.groupingBy(value -> value, Collectors.counting()));
        List<Long> top =
            counts.keySet().stream()
                .sorted(
                    Comparator.comparing((Long value) -> -counts.get(value))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(10)
                .toList();
        for (int days : WINDOWS) {
          for (long value : top) {
            Map<Long, Integer> perClient = new HashMap<>();
            for (Event event : ofType) {
              if (event.micros >= last - days * Micros.PER_DAY
                  && field.applyAsLong(event) == value) {
                perClient.merge(event.client, 1, Integer::sum);
              }
            }
            String column = type + "." + days + "d." + name + "=" + value;
            for (long client = 0; client < 70; client++) {
              assertThat(fitted.get(client, column))
                  .as(column + " of " + client)
                  .isEqualTo((float) perClient.getOrDefault(client, 0));
            }
          }
        }
      });
    }
  }
}
