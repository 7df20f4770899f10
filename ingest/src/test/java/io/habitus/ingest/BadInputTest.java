package io.habitus.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.SequenceStore;
import io.habitus.ingest.split.FileSplit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong is said with its place; nothing is written; ingest and validate agree. */
class BadInputTest {
  @TempDir Path temp;
  private LogFiles log;
  private Path store;

  @BeforeEach
  void writeLog() {
    log = LogFiles.challenge(temp.resolve("log"));
    store = temp.resolve("out").resolve("store");
  }

  @AfterEach
  void nothingIsWritten() {
    assertThat(store).doesNotExist();
    if (Files.exists(store.getParent())) {
      assertThat(LogFiles.names(store.getParent())).isEmpty();
    }
  }

  /** The problems of ingestion, which validation finds too. */
  private List<Problem> problems(LogSource source) {
    InputException thrown =
        catchThrowableOfType(
            InputException.class, () -> log.ingest(source, store, IngestOptions.defaults()));
    assertThat(thrown).as("ingestion fails").isNotNull();
    assertThat(Validate.run(source, RunContext.silent())).containsAll(thrown.problems());
    return thrown.problems();
  }

  private Problem problem() {
    return problem(log.source());
  }

  private Problem problem(LogSource source) {
    List<Problem> problems = problems(source);
    assertThat(problems).hasSize(1);
    return problems.getFirst();
  }

  private void buys(String values, String columns) {
    log.parquet("product_buy", "SELECT * FROM (VALUES " + values + ") t(" + columns + ")");
  }

  @Test
  void missingColumnNamesTheNearest() {
    buys("(1, '2024-05-01 00:00:00', 5)", "client_id, timestmap, sku");
    assertThat(problem().sentence())
        .contains("product_buy.parquet, timestamp", "Did you mean timestmap?");
  }

  @Test
  void everyMissingColumnAndWrongTypeIsFoundAtOnce() {
    buys("('anna', DATE '2024-05-01', 'x')", "client_id, timestamp, sku");
    log.parquet("page_visit", "SELECT 1 AS client_id, true AS timestamp");
    assertThat(problems(log.source()))
        .extracting(Problem::column)
        .containsExactlyInAnyOrder("client_id", "sku", "timestamp", "url");
  }

  @Test
  void nullClientId() {
    buys(
        "(1, '2024-05-01 00:00:00', 5), (NULL, '2024-05-01 00:00:00', 6), (NULL, '2024-05-02', 7)",
        "client_id, timestamp, sku");
    Problem problem = problem();
    assertThat(problem.row()).isEqualTo(2);
    assertThat(problem.sentence())
        .contains("client_id: expected a client id, found nothing (and 1 more rows)");
  }

  @Test
  void nanClientIdOfAFloatingColumn() {
    buys(
        "(1.0::DOUBLE, '2024-05-01 00:00:00', 5), ('nan'::DOUBLE, '2024-05-01 00:00:00', 6)",
        "client_id, timestamp, sku");
    assertThat(problem().row()).isEqualTo(2);
  }

  @Test
  void fractionalClientId() {
    buys("(1.5::DOUBLE, '2024-05-01 00:00:00', 5)", "client_id, timestamp, sku");
    assertThat(problem().sentence()).contains("expected an integer client id, found '1.5'");
  }

  @Test
  void unreadableTime() {
    buys(
        "(1, '2024-05-01 00:00:00', 5), (1, '2024-13-01 00:00:00', 6), (1, '', 6)",
        "client_id, timestamp, sku");
    assertThat(problems(log.source()))
        .extracting(Problem::row, Problem::found)
        .containsExactly(tuple(3L, "''"), tuple(2L, "'2024-13-01 00:00:00'"));
  }

  private static final String COUNTED =
      """
      name: counted
      target: {event: buy}
      item: sku
      sources:
        - files: log.csv
          client: {column: u, missing: drop}
          time: t
          fields: {sku: i}
          events:
            - {type: buy, when: [{column: price, above: 0}, {column: n, above: 0}]}
            - {type: refund, when: [{column: price, above: 0}, {column: n, below: 0}]}
      """;

  @Test
  void textWhereASchemaComparesNumbers() {
    log.text("log.yaml", COUNTED)
        .text(
            "log.csv",
            """
            u,t,i,n,price
            1,2024-01-01,a,1,2.5
            1,2024-01-02,a,six,2.5
            1,2024-01-03,b,seven,0
            ,2024-01-03,b,eight,1
            1,2024-01-04,b,1e1,free
            1,2024-01-04,b,"1,000",1
            """);
    assertThat(problems(log.described()))
        .extracting(Problem::row, Problem::column, Problem::expected, Problem::found)
        .containsExactlyInAnyOrder(
            tuple(2L, "n", "a number", "'six' (and 1 more rows)"),
            tuple(5L, "price", "a number", "'free'"));
  }

  @Test
  void dateWhereASchemaComparesNumbers() {
    log.parquet(
        "log",
        "SELECT 1 AS u, TIMESTAMP '2024-01-01' AS t, 1 AS i, DATE '2024-01-01' AS n, 1 AS price");
    log.text("log.yaml", COUNTED.replace("log.csv", "log.parquet"));
    assertThat(problems(log.described()))
        .extracting(Problem::column, Problem::expected, Problem::found)
        .containsExactly(tuple("n", "numbers", "DATE"));
  }

  @Test
  void textAmongTheNumbersOfACatalogue() {
    log.text("log.csv", "u,t,i,n,price\n1,2024-01-01,a,1,2.5\n")
        .text("items.csv", "i,cost,stock\na,1.5,3\nb,cheap,4\nc,2.5,none\nd,dear,0\n")
        .text(
            "log.yaml",
            COUNTED
                + """
                catalogue:
                  files: items.csv
                  item: i
                  when: {column: stock, above: 0}
                  attributes: {cost: {column: cost, kind: numeric}}
                """);
    assertThat(problems(log.described()))
        .extracting(Problem::row, Problem::column, Problem::expected, Problem::found)
        .containsExactlyInAnyOrder(
            tuple(2L, "cost", "a number", "'cheap'"), tuple(3L, "stock", "a number", "'none'"));
  }

  @Test
  void unsignedClientIdThatIsTooLarge() {
    buys("(18446744073709551615::UBIGINT, '2024-05-01 00:00:00', 5)", "client_id, timestamp, sku");
    assertThat(problem().sentence())
        .contains("expected an integer client id, found '18446744073709551615'");
  }

  @Test
  void codeVectorsOfTheWrongLengthOrRange() {
    for (String vector :
        List.of(
            "[1 2 3]",
            LogFiles.VECTOR.replace("255", "256"),
            LogFiles.VECTOR.replace("255", "2.5"),
            LogFiles.VECTOR.replace("]", " 1]"),
            "nothing")) {
      log.parquet(
          "search_query",
          "SELECT 3 AS client_id, '2024-05-01 08:00:01' AS timestamp, '%s' AS query"
              .formatted(vector));
      Problem problem = problem();
      assertThat(problem.row()).isEqualTo(1);
      assertThat(problem.sentence())
          .contains("search_query.parquet", "query: expected 16 integers 0 … 255");
    }
  }

  @Test
  void repeatedItem() {
    log.parquet(
        "product_properties",
        "SELECT 100 AS sku, c AS category, 5 AS price, '%s' AS name FROM unnest([1, 2]) t(c)"
            .formatted(LogFiles.VECTOR));
    assertThat(problem().sentence()).contains("sku: expected one row for each item", "item 100");
  }

  @Test
  void noSuchDirectoryAndNoBuys() {
    assertThat(problems(LogSource.challenge(temp.resolve("nowhere"))).getFirst().sentence())
        .contains("no such folder");
    log.delete("product_buy.parquet");
    assertThat(problem().sentence()).contains("product_buy.parquet");
  }

  @Test
  void emptyFile() {
    log.text("page_visit.parquet", "");
    assertThat(problem().sentence())
        .contains("page_visit.parquet: expected rows, found an empty file");
  }

  @Test
  void truncatedParquet() throws IOException {
    Path buys = log.folder().resolve("product_buy.parquet");
    byte[] bytes = Files.readAllBytes(buys);
    Files.write(buys, Arrays.copyOf(bytes, bytes.length - 20));
    log.text("add_to_cart.parquet", "this is no Parquet file at all");
    assertThat(problems(log.source()))
        .extracting(Problem::file)
        .containsExactlyInAnyOrder(
            buys.toString(), log.folder().resolve("add_to_cart.parquet").toString());
  }

  @Test
  void parquetWithDamagedPages() throws IOException {
    log.parquet(
        "product_buy",
        "SELECT i AS client_id, '2024-05-01 00:00:00' AS timestamp, (hash(i) // 3)::BIGINT AS sku"
            + " FROM range(5000) t(i)");
    Path buys = log.folder().resolve("product_buy.parquet");
    byte[] bytes = Files.readAllBytes(buys);
    Arrays.fill(bytes, 100, bytes.length / 2, (byte) 0x5a);
    Files.write(buys, bytes);
    assertThat(problem().sentence())
        .contains("product_buy.parquet: expected a file that can be read to its end");
    Path split = temp.resolve("split");
    assertThatThrownBy(() -> FileSplit.run(log.folder(), 1, split, RunContext.silent()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("product_buy.parquet");
    assertThat(split).doesNotExist();
  }

  @Test
  void damagedLabelList() {
    Path lists = log.folder().resolve("input");
    new LogFiles(lists).text("relevant_clients.npy", "not an array");
    assertThat(problem().sentence()).contains("relevant_clients.npy");
  }

  @Test
  void textRowsOfUnequalLength() {
    log.text("log.csv", "u,t,i\n1,2024-01-01,5\n1,2024-01-02\n")
        .text(
            "log.yaml",
            """
            name: short
            target: {event: buy}
            sources:
              - {files: log.csv, client: u, time: t, events: [{type: buy, fields: {sku: i}}]}
            """);
    assertThat(problem(log.described()).sentence())
        .endsWith(
            "log.csv, row 2: expected 3 columns, as in the first line, found 2."
                + " Correct the row, or the schema's format.");
    log.text("log.csv", "u,t,i\n1,2024-01-01,5\n1,2024-01-02,\"6\n2,2024-01-03,7\n");
    assertThat(problem(log.described()).sentence())
        .contains("log.csv, row 2: expected a row, found a quotation mark that nothing closes");
  }

  /** One file may be read as two tables: it is named once. */
  @Test
  void aMissingFileOfTwoTablesIsNamedOnce() {
    LogSource source = LogSource.schema("online-retail", Map.of("data", temp.toString()));
    assertThat(problem(source).sentence())
        .contains("online_retail.csv.gz: expected a file, found no such file");
  }

  @Test
  void storeOfAnotherVersionAndDamagedStore() throws IOException {
    Path other = temp.resolve("other");
    log.ingest(log.source(), other, IngestOptions.defaults());
    Path time = other.resolve("generation-0000/time.col");
    byte[] bytes = Files.readAllBytes(time);
    bytes[70] ^= 1;
    Files.write(time, bytes);
    try (SequenceStore opened = SequenceStore.open(other)) {
      InputException thrown = catchThrowableOfType(InputException.class, opened::verify);
      assertThat(thrown.problems()).hasSize(1);
      assertThat(thrown.getMessage()).contains("time.col: expected checksum");
    }
    Files.write(time, Arrays.copyOf(bytes, bytes.length - 1));
    assertThat(catchThrowableOfType(InputException.class, () -> SequenceStore.open(other)))
        .hasMessageContaining("time.col: expected");
    Path manifest = other.resolve("manifest.json");
    Files.writeString(
        manifest,
        Files.readString(manifest).replace("\"formatVersion\" : 1", "\"formatVersion\" : 2"));
    assertThat(catchThrowableOfType(InputException.class, () -> SequenceStore.open(other)))
        .hasMessageContaining("expected store format 1, found format 2");
  }
}
