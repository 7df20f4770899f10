package io.habitus.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.ClientIds;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.store.Statistics;
import io.habitus.ingest.log.SchemaFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs of other layouts, by a schema. */
class SchemaFileTest {
  @TempDir Path temp;
  private LogFiles log;
  private Path store;

  @BeforeEach
  void folders() {
    log = new LogFiles(temp.resolve("log"));
    store = temp.resolve("store");
  }

  private Map<String, List<String>> events(String schema) {
    log.text("log.yaml", schema);
    log.ingest(log.described(), store, IngestOptions.defaults());
    return Decoded.events(store);
  }

  private List<Problem> problems(String schema) {
    log.text("log.yaml", schema);
    InputException thrown =
        catchThrowableOfType(InputException.class, () -> log.described().read());
    assertThat(thrown).isNotNull();
    return thrown.problems();
  }

  @Test
  void csvWithStringIdsFiltersAndNumbers() {
    log.text(
        "log.csv",
        """
        who;when;what;price
        anna;03/04/2024 10:00;A1;5.5
        ben;03/04/2024 09:00;B2;
        anna;03/04/2024 09:30;B2;-1
        ;03/04/2024 09:30;B2;1
        """);
    Map<String, List<String>> events =
        events(
            """
            name: shop
            target: {event: buy, days: 3}
            item: sku
            sources:
              - files: log.csv
                format: {type: csv, delimiter: ";"}
                client: {column: who, missing: drop}
                time: {column: when, format: "%d/%m/%Y %H:%M"}
                fields: {sku: what, price: {column: price, kind: numeric}}
                events:
                  - type: refund
                    when: {column: price, below: 0}
                  - type: buy
                    when: {column: price, above: 0}
            """);
    assertThat(events)
        .isEqualTo(
            Map.of(
                "anna",
                List.of(
                    "2024-04-03T09:30:00Z refund sku=B2 price=-1.0",
                    "2024-04-03T10:00:00Z buy sku=A1 price=5.5")));
    try (SequenceStore opened = SequenceStore.open(store)) {
      assertThat(opened.schema().targetDays()).isEqualTo(3);
      assertThat(opened.manifest().generations().getFirst().source().leftOut())
          .isEqualTo(Map.of("rows without a client", 1L, "rows that are no event", 1L));
      long code = ClientIds.codeOf("anna");
      assertThat(code).isPositive();
      assertThat(opened.clientIds().code("anna")).isEqualTo(OptionalLong.of(code));
      assertThat(opened.clientIds().id(code)).isEqualTo("anna");
      assertThat(opened.clientIds().code("carl")).isEmpty();
      assertThat(opened.histories().lookup().find(code)).isPresent();
    }
  }

  /** Neither is more or less than anything. */
  @Test
  void emptyTextsAndNansMeetNoCondition() {
    log.text(
        "log.csv", "u,t,n\n1,2024-01-01,\n1,2024-01-02,nan\n1,2024-01-03,NaN\n1,2024-01-04,2\n");
    Map<String, List<String>> events =
        events(
            """
            name: nans
            target: {event: buy}
            sources:
              - files: log.csv
                client: u
                time: t
                events:
                  - {type: buy, when: {column: n, above: 0}}
                  - {type: none, when: {column: n, at-most: 0}}
            """);
    assertThat(events).isEqualTo(Map.of("1", List.of("2024-01-04T00:00:00Z buy")));
    try (SequenceStore opened = SequenceStore.open(store)) {
      assertThat(opened.manifest().generations().getFirst().source().leftOut())
          .isEqualTo(Map.of("rows that are no event", 3L));
    }
  }

  @Test
  void itemsWithoutAnIdAreCounted() {
    log.text("log.csv", "u,t,i\n1,2024-01-01,a\n").text("items.csv", "i,shelf\na,1\n,2\n");
    events(
        """
        name: items
        target: {event: buy}
        item: sku
        sources:
          - {files: log.csv, client: u, time: t, events: [{type: buy, fields: {sku: i}}]}
        catalogue: {files: items.csv, item: i, attributes: {shelf: shelf}}
        """);
    try (SequenceStore opened = SequenceStore.open(store)) {
      assertThat(Decoded.items(opened)).isEqualTo(Map.of("a", List.of("1")));
      assertThat(opened.manifest().generations().getFirst().source().leftOut())
          .isEqualTo(Map.of("catalogue rows without an item", 1L));
    }
  }

  @Test
  void typeByValueEpochsAndOrderOfRows() {
    log.text("log.csv", "u,kind,ms\n7,0,5000\n7,1,5000\n7,0,5000\n7,9,5000\n");
    Map<String, List<String>> events =
        events(
            """
            name: kinds
            target: {event: buy}
            event-types: [buy, click]
            sources:
              - files: log.csv
                client: u
                time: {column: ms, unit: millis}
                events:
                  - type: {column: kind, values: {0: click, 1: buy}}
            """);
    assertThat(events)
        .isEqualTo(
            Map.of(
                "7",
                List.of(
                    "1970-01-01T00:00:05Z click",
                    "1970-01-01T00:00:05Z buy",
                    "1970-01-01T00:00:05Z click")));
  }

  @Test
  void jsonLinesGzipAndLatin1() throws IOException {
    log.text("a.jsonl", "{\"u\": 1, \"t\": \"2024-01-02T03:04:05Z\", \"x\": \"é\"}\n");
    Files.write(
        log.folder().resolve("b.csv"),
        "u,t,x\n2,2024-01-01,é\n".getBytes(StandardCharsets.ISO_8859_1));
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(log.folder().resolve("c.tsv.gz")))) {
      out.write("u\tt\tx\n3\t2024-01-01 00:00:00\tø\n".getBytes(StandardCharsets.UTF_8));
    }
    Map<String, List<String>> events =
        events(
            """
            name: mixed
            target: {event: a}
            sources:
              - {files: a.jsonl, client: u, time: t, fields: {x: x}, events: [{type: a}]}
              - files: b.csv
                format: {type: csv, encoding: latin-1}
                client: u
                time: t
                fields: {x: x}
                events: [{type: b}]
              - {files: c.tsv.gz, client: u, time: t, fields: {x: x}, events: [{type: a}]}
            """);
    assertThat(events)
        .isEqualTo(
            Map.of(
                "1", List.of("2024-01-02T03:04:05Z a x=é"),
                "2", List.of("2024-01-01T00:00:00Z b x=é"),
                "3", List.of("2024-01-01T00:00:00Z a x=ø")));
  }

  @Test
  void sessionsBucketsAndPrefixes() {
    log.text(
        "log.csv",
        """
        u,s,t,item,words,place
        1,a,2024-01-01 10:05:00,x9,30,home
        1,a,2024-01-01 10:00:00,x1,10,work
        1,b,2024-01-02 10:00:00,y1,10,home
        """);
    Map<String, List<String>> events =
        events(
            """
            name: portal
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
                shelf: {column: item, prefix: 1}
                length: {column: words, buckets: 2}
            """);
    assertThat(events.get("1"))
        .containsExactly(
            "2024-01-01T10:00:00Z click item=x1",
            "2024-01-01T10:00:00Z visit place=work",
            "2024-01-01T10:05:00Z click item=x9",
            "2024-01-02T10:00:00Z click item=y1",
            "2024-01-02T10:00:00Z visit place=home");
    Map<String, List<String>> items = LogFiles.ask(store, Decoded::items);
    assertThat(items)
        .isEqualTo(
            Map.of("x1", List.of("x", "0"), "x9", List.of("x", "1"), "y1", List.of("y", "0")));
  }

  @Test
  void everyMistakeIsFoundAtOnceWithTheNearestKey() {
    List<Problem> problems =
        problems(
            """
            name: typos
            tagret: {event: buy}
            target: {event: bye, dayz: 3}
            sources:
              - files: log.csv
                cleint: u
                time: {column: t, unit: hours}
                events:
                  - {type: buy, when: {column: x, abvoe: 3}}
            """);
    assertThat(problems)
        .extracting(Problem::sentence)
        .anySatisfy(text -> assertThat(text).contains("tagret", "Did you mean target?"))
        .anySatisfy(text -> assertThat(text).contains("target.dayz", "Did you mean days?"))
        .anySatisfy(text -> assertThat(text).contains("sources[0].cleint", "Did you mean client?"))
        .anySatisfy(text -> assertThat(text).contains("sources[0].client", "found nothing"))
        .anySatisfy(text -> assertThat(text).contains("sources[0].time.unit", "found hours"))
        .anySatisfy(text -> assertThat(text).contains("when.abvoe", "Did you mean above?"))
        .anySatisfy(text -> assertThat(text).contains("target.event", "found bye"));
  }

  @Test
  void missingVariableIsNamed() {
    InputException thrown =
        catchThrowableOfType(InputException.class, () -> SchemaFile.read("globo", Map.of()));
    assertThat(thrown).hasMessageContaining("${data}");
    assertThat(catchThrowableOfType(InputException.class, () -> SchemaFile.read("glbo", Map.of())))
        .hasMessageContaining("Did you mean globo?");
  }

  @Test
  void lateTailIsReportedAndKept() {
    StringBuilder csv = new StringBuilder("u,t\n");
    for (int day = 1; day <= 16; day++) {
      for (int i = 0; i < 100; i++) {
        csv.append("%d,2017-10-%02d 12:00:%02d%n".formatted(i % 7, day, i % 60));
      }
    }
    csv.append("1,2017-10-20 00:00:00\n2,2017-11-03 00:00:00\n");
    log.text("log.csv", csv.toString());
    events(
        """
        name: tail
        target: {event: click}
        sources:
          - {files: log.csv, client: u, time: t, events: [{type: click}]}
        """);
    try (SequenceStore opened = SequenceStore.open(store)) {
      Inspection inspection = Inspect.of(opened, RunContext.silent());
      assertThat(inspection.findings())
          .extracting(Inspection.Finding::kind)
          .contains(Inspection.Kind.LATE_TAIL);
      assertThat(InspectionText.of(inspection)).contains("--until 2017-10-17 leaves them out");
      Statistics statistics = opened.manifest().statistics();
      assertThat(statistics.events()).isEqualTo(1_602);
    }
  }
}
