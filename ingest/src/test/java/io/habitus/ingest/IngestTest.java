package io.habitus.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.problem.UsageException;
import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.store.Statistics;
import io.habitus.ingest.sql.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows in, events out. */
class IngestTest {
  private static final String CODES = "12 7 255 0 1 2 3 4 5 6 8 9 10 11 13 14";

  @TempDir Path temp;
  private LogFiles log;
  private Path store;

  @BeforeEach
  void writeLog() {
    log = LogFiles.challenge(temp.resolve("log"));
    store = temp.resolve("store");
  }

  private Map<String, List<String>> events(IngestOptions options) {
    return log.ask(store, options, Decoded::events);
  }

  @Test
  void sortsByTimeAndKeepsTheOrderOfTypesAmongEqualTimes() {
    assertThat(events(IngestOptions.defaults()))
        .isEqualTo(
            Map.of(
                "1",
                List.of(
                    "2024-05-01T09:00:00Z product_buy sku=200",
                    "2024-05-02T10:00:00Z product_buy sku=100",
                    "2024-05-02T10:00:00Z add_to_cart sku=100"),
                "2",
                List.of(
                    "2024-05-01T00:00:00Z add_to_cart sku=300",
                    "2024-05-01T01:00:00Z remove_from_cart sku=300",
                    "2024-05-03T00:00:01Z product_buy sku=100"),
                "3",
                List.of(
                    "2024-05-01T08:00:00Z page_visit url=77",
                    "2024-05-01T08:00:01Z search_query query=" + CODES,
                    "2024-05-04T12:00:00Z product_buy sku=300")));
  }

  @Test
  void tellsItemsThatTheCatalogueLacksFromEmptyAttributes() {
    Map<String, List<String>> items = log.ask(store, IngestOptions.defaults(), Decoded::items);
    assertThat(items)
        .isEqualTo(
            Map.of(
                "100", List.of("1", "50", CODES),
                "200", List.of("1", "null", CODES),
                "300", List.of("unknown", "unknown", "unknown"),
                "400", List.of("2", "7", CODES)));
  }

  /** The appender writes its rows in between, which DuckDB refuses while it reads a result. */
  @Test
  void aCatalogueOfMoreItemsThanTheAppenderHolds() {
    int items = 250_000;
    log.parquet(
        "product_properties",
        "SELECT 7 * i AS sku, i %% 10 AS category, i %% 100 AS price, %s AS name FROM range(%d) t(i)"
            .formatted(Sql.text(LogFiles.VECTOR), items));
    Map<String, List<String>> decoded = log.ask(store, IngestOptions.defaults(), Decoded::items);
    assertThat(decoded).containsEntry("700", List.of("0", "0", CODES));
    assertThat(decoded).containsEntry("1749993", List.of("9", "99", CODES));
  }

  @Test
  void acceptsTimestampsListsAndCommas() {
    Map<String, List<String>> expected = events(IngestOptions.defaults());
    log.parquet(
        "product_buy",
        "SELECT client_id, CAST(timestamp AS TIMESTAMP) AS timestamp, sku FROM '%s/product_buy.parquet'"
            .formatted(log.folder()));
    log.parquet(
        "search_query",
        "SELECT 3 AS client_id, TIMESTAMPTZ '2024-05-01 10:00:01+02' AS timestamp,"
            + " [12, 7, 255, 0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 13, 14] AS query");
    assertThat(events(IngestOptions.defaults().withMode(IngestOptions.Mode.REPLACE)))
        .isEqualTo(expected);
    log.parquet(
        "search_query",
        "SELECT 3 AS client_id, '2024-05-01 08:00:01' AS timestamp,"
            + " '[12, 7, 255, 0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 13, 14]' AS query");
    assertThat(events(IngestOptions.defaults().withMode(IngestOptions.Mode.REPLACE)))
        .isEqualTo(expected);
  }

  @Test
  void acceptsUnsignedAndNarrowIds() {
    Map<String, List<String>> expected = events(IngestOptions.defaults());
    log.parquet(
        "product_buy",
        "SELECT client_id::UBIGINT AS client_id, timestamp, sku::USMALLINT AS sku FROM '%s/product_buy.parquet'"
            .formatted(log.folder()));
    log.parquet(
        "add_to_cart",
        "SELECT client_id::HUGEINT AS client_id, timestamp, sku::UBIGINT AS sku FROM '%s/add_to_cart.parquet'"
            .formatted(log.folder()));
    assertThat(events(IngestOptions.defaults().withMode(IngestOptions.Mode.REPLACE)))
        .isEqualTo(expected);
  }

  @Test
  void splitDirectoryIsTheUnionOfItsParts() throws IOException {
    Map<String, List<String>> expected = events(IngestOptions.defaults());
    Path split = temp.resolve("split");
    LogFiles parts = new LogFiles(split);
    String buys = "SELECT * FROM '" + log.folder() + "/product_buy.parquet' WHERE timestamp ";
    parts.parquet("input/product_buy", buys + "< '2024-05-02'");
    parts.parquet("target/train_target", buys + "BETWEEN '2024-05-02' AND '2024-05-03'");
    parts.parquet("target/validation_target", buys + ">= '2024-05-03'");
    for (String type : List.of("add_to_cart", "remove_from_cart", "page_visit", "search_query")) {
      Files.copy(
          log.folder().resolve(type + ".parquet"), split.resolve("input/" + type + ".parquet"));
    }
    Path other = temp.resolve("other");
    Ingest.run(LogSource.challenge(split), other, IngestOptions.defaults(), RunContext.silent());
    assertThat(Decoded.events(other)).isEqualTo(expected);
  }

  @Test
  void untilLeavesOutAndCounts() {
    IngestOptions until = IngestOptions.defaults().withUntil(Instant.parse("2024-05-02T10:00:00Z"));
    IngestReport report = log.ingest(log.source(), store, until);
    assertThat(report.events()).isEqualTo(5);
    assertThat(report.leftOut()).isEqualTo(Map.of("events at or after 2024-05-02T10:00:00Z", 4L));
    assertThat(Decoded.events(store).get("1"))
        .containsExactly("2024-05-01T09:00:00Z product_buy sku=200");
  }

  @Test
  void timezoneMovesTimesWithoutAZone() {
    Map<String, List<String>> events =
        events(IngestOptions.defaults().withTimezone(ZoneId.of("Europe/Warsaw")));
    assertThat(events.get("1").getFirst()).startsWith("2024-05-01T07:00:00Z");
  }

  @Test
  void timezonesMayBeOffsetsOfWholeHours() {
    Map<String, List<String>> east =
        events(IngestOptions.defaults().withTimezone(ZoneId.of("+02:00")));
    assertThat(east.get("1").getFirst()).startsWith("2024-05-01T07:00:00Z");
    IngestOptions west = IngestOptions.defaults().withTimezone(ZoneId.of("UTC-3"));
    assertThat(events(west.withMode(IngestOptions.Mode.REPLACE)).get("1").getFirst())
        .startsWith("2024-05-01T12:00:00Z");
    assertThatThrownBy(() ->
            log.ingest(
                log.source(),
                temp.resolve("india"),
                IngestOptions.defaults().withTimezone(ZoneId.of("+05:30"))))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Asia/Kolkata");
  }

  @Test
  void timezoneLeavesInstantsAlone() {
    log.parquet(
        "page_visit",
        "SELECT 3 AS client_id, '2024-05-01T08:00:00+03:00' AS timestamp, 77 AS url"
            + " UNION ALL SELECT 4, '2024-05-01T08:00:00Z', 77");
    Map<String, List<String>> events =
        events(IngestOptions.defaults().withTimezone(ZoneId.of("Europe/Warsaw")));
    assertThat(events.get("3").getFirst()).startsWith("2024-05-01T05:00:00Z");
    assertThat(events.get("4").getFirst()).startsWith("2024-05-01T08:00:00Z");
  }

  @Test
  void duplicatesAreCountedAndKeptUnlessAskedFor() {
    log.parquet(
        "page_visit",
        "SELECT 3 AS client_id, '2024-05-01 08:00:00' AS timestamp, u AS url"
            + " FROM unnest([77, 78, 77, 77]) t(u)");
    Statistics kept =
        log.ask(store, IngestOptions.defaults(), opened -> opened.manifest().statistics());
    assertThat(kept.duplicates()).isEqualTo(2);
    assertThat(kept.events()).isEqualTo(12);
    IngestOptions deduplicate =
        IngestOptions.defaults().withDeduplicate(true).withMode(IngestOptions.Mode.REPLACE);
    IngestReport report = log.ingest(log.source(), store, deduplicate);
    assertThat(report.events()).isEqualTo(10);
    assertThat(report.leftOut()).isEqualTo(Map.of("duplicate events", 2L));
    assertThat(Decoded.events(store).get("3").subList(0, 2))
        .containsExactly(
            "2024-05-01T08:00:00Z page_visit url=77", "2024-05-01T08:00:00Z page_visit url=78");
  }

  @Test
  void emptyTypesAndMissingFilesAreNoErrors() {
    log.parquet("page_visit", "SELECT 1 AS client_id, '' AS timestamp, 1 AS url WHERE false");
    log.delete("search_query.parquet").delete("product_properties.parquet");
    Map<String, List<String>> events = events(IngestOptions.defaults());
    assertThat(events.get("3")).containsExactly("2024-05-04T12:00:00Z product_buy sku=300");
  }

  @Test
  void oneClientWithOneEvent() {
    LogFiles one = new LogFiles(temp.resolve("one"));
    one.parquet(
        "product_buy", "SELECT -5 AS client_id, '2024-05-01 00:00:00' AS timestamp, 1 AS sku");
    Map<String, List<String>> events = one.ask(store, IngestOptions.defaults(), Decoded::events);
    assertThat(events).isEqualTo(Map.of("-5", List.of("2024-05-01T00:00:00Z product_buy sku=1")));
  }

  @Test
  void anEmptyLogMakesAnEmptyStore() {
    LogFiles none = new LogFiles(temp.resolve("none"));
    none.parquet("product_buy", "SELECT 1 AS client_id, '' AS timestamp, 1 AS sku WHERE false");
    long clients = none.ask(store, IngestOptions.defaults(), SequenceStore::clientCount);
    assertThat(clients).isZero();
  }

  @Test
  void theBytesAreTheSameForAnyNumberOfThreads() throws IOException {
    log.parquet(
        "page_visit",
        "SELECT (i * 7919) % 1000 AS client_id, '2024-05-01 08:00:00' AS timestamp, i % 97 AS url"
            + " FROM range(200000) t(i)");
    for (int threads : new int[] {1, 4}) {
      Ingest.run(
          log.source(),
          temp.resolve("threads" + threads),
          IngestOptions.defaults(),
          new RunContext(new Resources(threads, 1L << 30, temp), Progress.SILENT));
    }
    assertThat(Files.readString(temp.resolve("threads4/manifest.json")))
        .isEqualTo(Files.readString(temp.resolve("threads1/manifest.json")));
  }
}
