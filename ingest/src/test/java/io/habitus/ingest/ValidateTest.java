package io.habitus.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log is judged as ingestion with the same options judges it, and read alike. */
class ValidateTest {
  private static final IngestOptions PLAIN = IngestOptions.defaults();

  @TempDir Path temp;
  private LogFiles log;
  private int stores;

  @BeforeEach
  void writeLog() {
    log = LogFiles.challenge(temp.resolve("log"));
  }

  private static IngestOptions until(String instant) {
    return PLAIN.withUntil(Instant.parse(instant));
  }

  private Path store() {
    return temp.resolve("store-" + stores++);
  }

  /** What both say that is wrong. */
  private List<Problem> refused(LogSource source, IngestOptions options) {
    InputException thrown =
        catchThrowableOfType(InputException.class, () -> log.ingest(source, store(), options));
    assertThat(thrown).as("ingestion fails").isNotNull();
    ValidationReport report = Validate.run(source, options, RunContext.silent());
    assertThat(report.problems()).containsExactlyInAnyOrderElementsOf(thrown.problems());
    return report.problems();
  }

  /** What both read. */
  private ValidationReport.Reading read(LogSource source, IngestOptions options) {
    IngestReport ingested = log.ingest(source, store(), options);
    ValidationReport report = Validate.run(source, options, RunContext.silent());
    assertThat(report.problems()).isEmpty();
    ValidationReport.Reading reading = report.reading().orElseThrow();
    assertThat(reading)
        .isEqualTo(
            new ValidationReport.Reading(
                ingested.rowsRead(), ingested.events(), ingested.leftOut()));
    return reading;
  }

  @Test
  void whatUntilLeavesOutIsNotAtFault() {
    log.parquet(
        "page_visit",
        "SELECT * FROM (VALUES (3, '2024-05-01 08:00:00', 77), (NULL, '2024-06-01 08:00:00', 78))"
            + " t(client_id, timestamp, url)");
    assertThat(refused(log.source(), PLAIN))
        .extracting(Problem::column)
        .containsExactly("client_id");
    assertThat(read(log.source(), until("2024-05-03T00:00:00Z")).leftOut())
        .isEqualTo(Map.of("events at or after 2024-05-03T00:00:00Z", 3L));
    assertThat(refused(log.source(), until("2024-06-02T00:00:00Z"))).hasSize(1);
  }

  @Test
  void onlyTheRowsBeforeUntilAreReported() {
    log.parquet(
        "page_visit",
        "SELECT * FROM (VALUES (NULL, '2024-05-01 08:00:00', 77), (NULL, '2024-06-01 08:00:00', 78),"
            + " (3, 'yesterday', 79)) t(client_id, timestamp, url)");
    assertThat(refused(log.source(), until("2024-05-03T00:00:00Z")))
        .extracting(Problem::found)
        .containsExactlyInAnyOrder("nothing", "'yesterday'");
    assertThat(refused(log.source(), PLAIN))
        .extracting(Problem::found)
        .containsExactlyInAnyOrder("nothing (and 1 more rows)", "'yesterday'");
  }

  @Test
  void timesAreReadInTheSameZone() {
    IngestOptions warsaw = until("2024-05-03T00:00:00Z").withTimezone(ZoneId.of("Europe/Warsaw"));
    assertThat(read(log.source(), until("2024-05-03T00:00:00Z")).events()).isEqualTo(7);
    assertThat(read(log.source(), warsaw).events()).isEqualTo(8);
    IngestOptions india = PLAIN.withTimezone(ZoneId.of("+05:30"));
    assertThatThrownBy(() -> Validate.run(log.source(), india, RunContext.silent()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Asia/Kolkata");
  }

  @Test
  void duplicatesAreCountedByTheirValues() {
    log.parquet(
        "search_query",
        "SELECT 3 AS client_id, '2024-05-01 08:00:01' AS timestamp, unnest(['%1$s', '%2$s', NULL, NULL]) AS query"
            .formatted(LogFiles.VECTOR, LogFiles.VECTOR.replaceAll("\\s+", ", ")));
    log.parquet(
        "page_visit",
        "SELECT 3 AS client_id, '2024-05-01 08:00:01' AS timestamp, u AS url"
            + " FROM unnest([77, 78, 77, NULL]) t(u)");
    assertThat(read(log.source(), PLAIN).leftOut()).isEmpty();
    ValidationReport.Reading reading = read(log.source(), PLAIN.withDeduplicate(true));
    assertThat(reading.leftOut()).isEqualTo(Map.of("duplicate events", 3L));
    assertThat(reading.lines())
        .containsExactly("no problems: 12 events from 15 rows", "left out: 3 duplicate events");
  }

  private static final String SESSIONS =
      """
      name: sessions
      timezone: Europe/Warsaw
      until: 2024-02-01
      target: {event: buy}
      item: sku
      sources:
        - files: log.csv
          client: {column: u, missing: drop}
          time: t
          events:
            - {type: buy, when: {column: n, above: 0}, fields: {sku: i, price: {column: p, kind: numeric}}}
            - {type: session, first-of: s, fields: {age: {column: a, type: integer}}}
      """;

  @Test
  void aSchemasOwnBoundZoneAndFirstRowsCountToo() {
    log.text("log.yaml", SESSIONS)
        .text(
            "log.csv",
            """
            u,t,i,n,p,s,a
            1,2024-01-01 10:00:00,x,1,2.5,s1,30
            1,2024-01-01 10:00:00,x,1,2.50,s1,old
            ,2024-01-01 10:00:00,x,1,2.5,s2,31
            1,2024-01-01 10:00:01,x,0,free,s3,32
            1,2024-01-31 23:59:59,y,1,1,s4,33
            1,2024-02-01 00:00:00,y,1,1,s5,34
            1,2024-02-03 00:00:00,y,one,free,s6,young
            """);
    ValidationReport.Reading reading = read(log.described(), PLAIN.withDeduplicate(true));
    assertThat(reading.leftOut())
        .isEqualTo(
            Map.of(
                "duplicate events", 1L,
                "events at or after 2024-01-31T23:00:00Z", 4L,
                "rows without a client", 1L));
    assertThat(refused(log.described(), until("2024-03-01T00:00:00Z")))
        .extracting(Problem::row, Problem::column)
        .containsExactlyInAnyOrder(tuple(7L, "n"), tuple(7L, "a"));
  }

  @Test
  void aLogWithoutEventsIsReadAsOne() {
    LogFiles none = new LogFiles(temp.resolve("none"));
    none.parquet("product_buy", "SELECT 1 AS client_id, '' AS timestamp, 1 AS sku WHERE false");
    assertThat(read(none.source(), PLAIN).events()).isZero();
    assertThat(read(log.source(), until("2020-01-01T00:00:00Z")).leftOut())
        .containsValue(log.ingest(log.source(), store(), PLAIN).events());
  }
}
