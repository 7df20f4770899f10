package io.habitus.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Manifest;
import io.habitus.core.store.SequenceStore;
import io.habitus.testkit.run.HeardProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A log that is appended in parts equals the log that was ingested at once. */
class AppendTest {
  private static final int PARTS = 3;

  @TempDir Path temp;

  /** Random events, of few clients and times so that ties, duplicates and overlaps abound. */
  private static String events(int seed, String column, int rows) {
    return """
    SELECT hash(i, %1$d) %% 40 AS client_id,
      strftime(TIMESTAMP '2024-05-01' + INTERVAL (hash(i, %1$d, 1) %% 30 + i // 500 * 10) HOUR,
        '%%Y-%%m-%%d %%H:%%M:%%S') AS timestamp,
      CAST(hash(i, %1$d, 2) %% (20 + i // 100) AS BIGINT) * 3 AS %2$s,
      i
    FROM range(%3$d) t(i)\
    """
        .formatted(seed, column, rows);
  }

  /** Writes one part of the log, or all of it. */
  private LogFiles log(String name, int part, int until) {
    LogFiles log = new LogFiles(temp.resolve(name));
    int seed = 0;
    for (String type : List.of("product_buy", "add_to_cart", "remove_from_cart")) {
      log.parquet(type, part(seed++, "sku", part, until));
    }
    log.parquet("page_visit", part(seed, "url", part, until));
    String items =
        "SELECT i * 3 AS sku, i %% 5 AS category, CASE WHEN i %% 7 > 0 THEN i %% 9 END AS price,"
            + " '%s' AS name FROM range(%d, %d) t(i)";
    log.parquet("product_properties", items.formatted(LogFiles.VECTOR, 10 * part, 10 * until));
    return log;
  }

  private static String part(int seed, String column, int part, int until) {
    return "SELECT CAST(client_id AS BIGINT) AS client_id, timestamp, %1$s FROM (%2$s) WHERE i >= %3$d AND i < %4$d ORDER BY i"
        .formatted(column, events(seed, column, 900), part * 300, until * 300);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void equalsIngestingAllAtOnce(boolean deduplicate) {
    IngestOptions options = IngestOptions.defaults().withDeduplicate(deduplicate);
    Path once = temp.resolve("once");
    LogFiles all = log("all", 0, PARTS);
    all.ingest(all.source(), once, options);
    Path appended = temp.resolve("appended");
    for (int part = 0; part < PARTS; part++) {
      LogFiles log = log("part" + part, part, part + 1);
      IngestOptions mode = part == 0 ? options : options.withMode(IngestOptions.Mode.APPEND);
      log.ingest(log.source(), appended, mode);
    }
    try (SequenceStore a = SequenceStore.open(once);
        SequenceStore b = SequenceStore.open(appended)) {
      b.verify();
      assertThat(Decoded.events(b)).isEqualTo(Decoded.events(a));
      assertThat(Decoded.items(b)).isEqualTo(Decoded.items(a));
      assertThat(b.manifest().statistics()).isEqualTo(a.manifest().statistics());
      assertThat(b.manifest().generations()).hasSize(PARTS);
      assertThat(a.manifest().statistics().duplicates() > 0).isNotEqualTo(deduplicate);
    }
  }

  @Test
  void clientsOfAllGenerationsAreFoundByIdAndInShardOrder() {
    Path appended = temp.resolve("appended");
    LogFiles first = LogFiles.challenge(temp.resolve("first"));
    first.ingest(first.source(), appended, IngestOptions.defaults());
    LogFiles second = new LogFiles(temp.resolve("second"));
    second.parquet(
        "product_buy",
        "SELECT * FROM (VALUES (1, '2024-06-01 00:00:00', 999), (9, '2024-06-01 00:00:00', 100))"
            + " t(client_id, timestamp, sku)");
    second.ingest(
        second.source(), appended, IngestOptions.defaults().withMode(IngestOptions.Mode.APPEND));
    try (SequenceStore store = SequenceStore.open(appended)) {
      assertThat(store.clientCount()).isEqualTo(4);
      assertThat(store.histories().lookup().find(1).orElseThrow().size()).isEqualTo(4);
      assertThat(store.histories().lookup().find(9).orElseThrow().size()).isEqualTo(1);
      assertThat(store.histories().lookup().find(8)).isEmpty();
      long june = 1_717_200_000_000_000L;
      assertThat(store.histories(Long.MIN_VALUE, june).lookup().find(9)).isEmpty();
      assertThat(store.histories(Long.MIN_VALUE, june).lookup().find(1).orElseThrow().size())
          .isEqualTo(3);
      TreeMap<String, List<String>> items = Decoded.items(store);
      assertThat(items.get("999")).containsOnly("unknown");
      assertThat(items.get("100").getFirst()).isEqualTo("1");
    }
  }

  @Test
  void aFailedAppendLeavesTheStoreAsItWas() throws IOException {
    Path store = temp.resolve("store");
    LogFiles log = LogFiles.challenge(temp.resolve("log"));
    Manifest before = log.ingest(log.source(), store, IngestOptions.defaults()).manifest();
    List<String> names = LogFiles.names(store);
    LogFiles bad = new LogFiles(temp.resolve("bad"));
    bad.parquet("product_buy", "SELECT 1 AS client_id, 'yesterday' AS timestamp, 1 AS sku");
    assertThatThrownBy(() ->
            bad.ingest(
                bad.source(), store, IngestOptions.defaults().withMode(IngestOptions.Mode.APPEND)))
        .isInstanceOf(InputException.class);
    assertThat(LogFiles.names(store)).isEqualTo(names);
    try (SequenceStore opened = SequenceStore.open(store)) {
      assertThat(opened.manifest()).isEqualTo(before);
    }
  }

  @Test
  void partsOfAKilledAppendAreNotReadAndAreCleaned() throws IOException {
    Path store = temp.resolve("store");
    LogFiles log = LogFiles.challenge(temp.resolve("log"));
    log.ingest(log.source(), store, IngestOptions.defaults());
    Map<String, List<String>> before = Decoded.events(store);
    // What a run leaves that was killed between the rename of its folder and the manifest.
    Path orphan = Files.createDirectory(store.resolve("generation-0001"));
    Files.writeString(orphan.resolve("time.col"), "half");
    Files.createDirectory(store.resolve("generation-0001.part"));
    assertThat(Decoded.events(store)).isEqualTo(before);
    log.ingest(log.source(), store, IngestOptions.defaults().withMode(IngestOptions.Mode.APPEND));
    assertThat(LogFiles.names(store))
        .containsExactly("generation-0000", "generation-0001", "manifest.json");
    assertThat(Decoded.events(store).get("1")).hasSize(6);
  }

  /** DuckDB's appender flushes after about 200,000 rows, which fails while a result is read. */
  @Test
  void manyNewTextsAreAppended() {
    Path store = temp.resolve("store");
    LogFiles log = new LogFiles(temp.resolve("log"));
    log.text(
        "log.yaml",
        """
        name: texts
        target: {event: product_buy}
        item: sku
        sources:
          - files: product_buy.parquet
            client: client_id
            time: timestamp
            events: [{type: product_buy, fields: {sku: sku}}]
        """);
    String rows =
        "SELECT i %% 100 AS client_id, '2024-05-0%d' AS timestamp, 'item ' || i AS sku"
            + " FROM range(%d) t(i)";
    log.parquet("product_buy", rows.formatted(1, 10));
    log.ingest(log.described(), store, IngestOptions.defaults());
    log.parquet("product_buy", rows.formatted(2, 300_000));
    log.ingest(
        log.described(), store, IngestOptions.defaults().withMode(IngestOptions.Mode.APPEND));
    Map<String, List<String>> events = Decoded.events(store);
    assertThat(events.get("7"))
        .hasSize(3_001)
        .startsWith(
            "2024-05-01T00:00:00Z product_buy sku=item 7",
            "2024-05-02T00:00:00Z product_buy sku=item 7",
            "2024-05-02T00:00:00Z product_buy sku=item 107");
  }

  private static final String SESSIONS =
      """
      name: sessions
      target: {event: click}
      item: item
      category: shelf
      price: length
      sources:
        - files: log.csv
          client: u
          time: t
          events:
            - {type: click, fields: {item: item}}
            - {type: visit, first-of: s, fields: {place: place}}
      catalogue:
        files: log.csv
        item: item
        repeated: first
        attributes:
          shelf: {column: shelf, type: string}
          length: {column: words, buckets: 7}
          weight: {column: grams, kind: numeric}
      """;

  /** Rows in the order of time, of sessions, items and values that go on from part to part. */
  private LogFiles sessions(String name, int from, int until) {
    StringBuilder rows = new StringBuilder("u,s,t,item,words,place,shelf,grams\n");
    for (int i = from; i < until; i++) {
      Random random = new Random(i);
      int session = i / 5 + random.nextInt(3);
      rows.append(
          "%d,%s,2024-05-01 %02d:%02d:00,%s,%s,%s,%s,%s%n"
              .formatted(
                  session % 7,
                  session % 11 == 0 ? "" : "s" + session,
                  i / 60,
                  i % 60,
                  "item" + random.nextInt(10 + i / 3),
                  random.nextInt(4) == 0 ? "" : Integer.toString(random.nextInt(i + 30)),
                  "place" + random.nextInt(3),
                  random.nextInt(3) == 0 ? "" : "shelf" + random.nextInt(i + 5),
                  random.nextInt(3) == 0 ? "" : Integer.toString(random.nextInt(50))));
    }
    return new LogFiles(temp.resolve(name))
        .text("log.csv", rows.toString())
        .text("log.yaml", SESSIONS);
  }

  @Test
  void sessionsBucketsAndFirstValuesGoOnFromPartToPart() {
    Path once = temp.resolve("once");
    LogFiles all = sessions("all", 0, 600);
    all.ingest(all.described(), once, IngestOptions.defaults());
    Path appended = temp.resolve("appended");
    IngestOptions options = IngestOptions.defaults();
    for (int part = 0; part < PARTS; part++) {
      LogFiles log = sessions("part" + part, part * 200, (part + 1) * 200);
      log.ingest(log.described(), appended, options);
      options = options.withMode(IngestOptions.Mode.APPEND);
    }
    try (SequenceStore a = SequenceStore.open(once);
        SequenceStore b = SequenceStore.open(appended)) {
      b.verify();
      assertThat(Decoded.events(b)).isEqualTo(Decoded.events(a));
      assertThat(Decoded.items(b)).isEqualTo(Decoded.items(a));
      assertThat(b.manifest().statistics()).isEqualTo(a.manifest().statistics());
      int shelf = a.schema().itemAttribute("shelf");
      assertThat(b.catalogue().vocabulary(shelf).size())
          .isEqualTo(a.catalogue().vocabulary(shelf).size());
    }
  }

  @Test
  void aSessionThatTheStoreHasCannotBeginEarlier() {
    Path store = temp.resolve("store");
    LogFiles later = sessions("later", 200, 400);
    later.ingest(later.described(), store, IngestOptions.defaults());
    LogFiles earlier = sessions("earlier", 0, 210);
    IngestOptions append = IngestOptions.defaults().withMode(IngestOptions.Mode.APPEND);
    assertThatThrownBy(() -> earlier.ingest(earlier.described(), store, append))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("s: expected rows no earlier than the first of the same value");
    assertThat(LogFiles.names(store)).containsExactly("generation-0000", "manifest.json");
  }

  @Test
  void bucketsOfEventsAreNotAppended() {
    Path store = temp.resolve("store");
    LogFiles log =
        new LogFiles(temp.resolve("log"))
            .text("log.csv", "u,t,n\n1,2024-01-01,5\n")
            .text(
                "log.yaml",
                """
                name: cut
                target: {event: buy}
                sources:
                  - files: log.csv
                    client: u
                    time: t
                    events: [{type: buy, fields: {n: {column: n, buckets: 4}}}]
                """);
    log.ingest(log.described(), store, IngestOptions.defaults());
    IngestOptions append = IngestOptions.defaults().withMode(IngestOptions.Mode.APPEND);
    assertThatThrownBy(() -> log.ingest(log.described(), store, append))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("n: expected a log without buckets of events");
  }

  @Test
  void anotherTimeZoneAndOtherTreatmentOfDuplicatesAreSaid() {
    Path store = temp.resolve("store");
    LogFiles log = LogFiles.challenge(temp.resolve("log"));
    IngestOptions first =
        IngestOptions.defaults().withTimezone(ZoneId.of("Europe/Warsaw")).withDeduplicate(true);
    log.ingest(log.source(), store, first);
    HeardProgress progress = new HeardProgress();
    RunContext context = new RunContext(new Resources(2, 1L << 30, temp), progress);
    Ingest.run(log.source(), store, first.withMode(IngestOptions.Mode.APPEND), context);
    assertThat(progress.notes()).isEmpty();
    IngestOptions other = IngestOptions.defaults().withMode(IngestOptions.Mode.APPEND);
    Ingest.run(log.source(), store, other, context);
    assertThat(progress.notes())
        .containsExactly(
            "times without a zone are read in UTC; those in the store were read in Europe/Warsaw",
            "duplicates are kept; the store was ingested without (--deduplicate)");
  }

  @Test
  void anotherSchemaIsRefused() {
    Path store = temp.resolve("store");
    LogFiles log = LogFiles.challenge(temp.resolve("log"));
    log.ingest(log.source(), store, IngestOptions.defaults());
    log.text("a.csv", "u,t,i\n1,2024-01-01,5\n")
        .text(
            "log.yaml",
            """
            name: other
            target: {event: buy}
            item: sku
            sources:
              - {files: a.csv, client: u, time: t, events: [{type: buy, fields: {sku: i}}]}
            """);
    assertThatThrownBy(() ->
            log.ingest(
                log.described(),
                store,
                IngestOptions.defaults().withMode(IngestOptions.Mode.APPEND)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("event types");
  }

  @Test
  void anExistingStoreIsNeitherReplacedNorMixedByAccident() throws IOException {
    Path store = temp.resolve("store");
    LogFiles log = LogFiles.challenge(temp.resolve("log"));
    log.ingest(log.source(), store, IngestOptions.defaults());
    assertThatThrownBy(() -> log.ingest(log.source(), store, IngestOptions.defaults()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("holds a store already");
    Path other = Files.createDirectory(temp.resolve("other"));
    Files.writeString(other.resolve("diary.txt"), "mine");
    assertThatThrownBy(() ->
            log.ingest(
                log.source(), other, IngestOptions.defaults().withMode(IngestOptions.Mode.REPLACE)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is no store");
  }
}
