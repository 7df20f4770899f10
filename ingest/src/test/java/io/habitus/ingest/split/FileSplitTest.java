package io.habitus.ingest.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.habitus.core.array.Npy;
import io.habitus.core.array.NpyArray;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.InterruptedRunException;
import io.habitus.core.problem.Problem;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.target.Task;
import io.habitus.core.time.Split;
import io.habitus.core.time.Splits;
import io.habitus.ingest.Ingest;
import io.habitus.ingest.IngestOptions;
import io.habitus.ingest.LogSource;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.Row;
import io.habitus.testkit.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSplitTest {
  @TempDir Path temp;
  private Path data;
  private Path out;

  @BeforeEach
  void folders() throws IOException {
    data = Files.createDirectory(temp.resolve("data"));
    out = temp.resolve("split");
  }

  private static List<String> query(String sql) {
    try (Database database = Database.open("UTC", RunContext.silent())) {
      return database.rows(sql).stream().map(Row::toString).toList();
    }
  }

  private static void execute(String sql) {
    try (Database database = Database.open("UTC", RunContext.silent())) {
      database.execute(sql);
    }
  }

  /** Writes {@code NAME.parquet} from rows of SQL values. */
  private void write(String name, String columns, String... rows) {
    String values = String.join(", ", Arrays.stream(rows).map(row -> "(" + row + ")").toList());
    execute(
        "COPY (SELECT * FROM (VALUES %s) AS t(%s)) TO '%s' (FORMAT parquet)"
            .formatted(values, columns, data.resolve(name + ".parquet")));
  }

  private void shop() {
    write(
        "product_buy",
        "client_id, timestamp, sku",
        "1::BIGINT, '2022-01-04 10:00:00', 10::BIGINT",
        "2, '2022-01-05 23:59:59', 10",
        "1, '2022-01-06 00:00:00', 30",
        "3, '2022-01-07 12:00:00', 20",
        "1, '2022-01-07 12:00:00', 10",
        "9, '2022-01-06 12:00:00', 20",
        "3, '2022-01-07 23:59:59', 30",
        "1, '2022-01-08 00:00:00', 20",
        "1, '2022-01-09 18:00:00', 77");
    write(
        "page_visit",
        "client_id, timestamp, url",
        "4::BIGINT, '2022-01-05 00:00:00', 1::BIGINT",
        "1, '2022-01-06 00:00:00', 2",
        "2, '2022-01-01 00:00:00', 3");
    write(
        "product_properties",
        "sku, category, price, name",
        "10::BIGINT, 5::BIGINT, 50::BIGINT, '[1 2]'",
        "20, 6, 50, '[3 4]'",
        "20, 666, 666, 'described twice'",
        "30, 5, 60, '[5 6]'");
  }

  @Test
  void windowsHoldExactlyTheirRowsInTheOrderOfTheFile() {
    shop();
    SplitReport report = FileSplit.run(data, 2, out, RunContext.silent());
    assertThat(report.split())
        .isEqualTo(
            new Split(
                Instant.parse("2022-01-06T00:00:00Z"),
                Instant.parse("2022-01-08T00:00:00Z"),
                Instant.parse("2022-01-09T18:00:00Z")));
    assertThat(query("SELECT * FROM '" + out + "/input/product_buy.parquet'"))
        .containsExactly("[1, 2022-01-04 10:00:00, 10]", "[2, 2022-01-05 23:59:59, 10]");
    assertThat(query("SELECT * FROM '" + out + "/input/page_visit.parquet'"))
        .containsExactly("[4, 2022-01-05 00:00:00, 1]", "[2, 2022-01-01 00:00:00, 3]");
    assertThat(query("SELECT * FROM '" + out + "/target/train_target.parquet'"))
        .containsExactly(
            "[1, 2022-01-06 00:00:00, 30, 5, 60, [5 6]]",
            "[3, 2022-01-07 12:00:00, 20, 6, 50, [3 4]]",
            "[1, 2022-01-07 12:00:00, 10, 5, 50, [1 2]]",
            "[9, 2022-01-06 12:00:00, 20, 6, 50, [3 4]]",
            "[3, 2022-01-07 23:59:59, 30, 5, 60, [5 6]]");
    assertThat(query("SELECT * FROM '" + out + "/target/validation_target.parquet'"))
        .containsExactly(
            "[1, 2022-01-08 00:00:00, 20, 6, 50, [3 4]]",
            "[1, 2022-01-09 18:00:00, 77, null, null, null]");
    assertThat(report.inputRows()).isEqualTo(Map.of("product_buy", 2L, "page_visit", 2L));
    assertThat(report.train()).isEqualTo(new SplitReport.Window(5, 3));
    assertThat(report.validation()).isEqualTo(new SplitReport.Window(2, 1));
  }

  @Test
  void listsAreDerivedWhereThereAreNone() {
    shop();
    SplitReport report = FileSplit.run(data, 2, out, RunContext.silent());
    assertThat(longs("input/relevant_clients.npy")).containsExactly(1, 2, 4);
    assertThat(longs("target/active_clients.npy")).containsExactly(1, 2);
    assertThat(longs("target/propensity_sku.npy")).containsExactly(20, 30, 10);
    assertThat(longs("target/propensity_new_sku.npy")).containsExactly(20, 30);
    assertThat(longs("target/propensity_category.npy")).containsExactly(5, 6);
    assertThat(longs("target/propensity_price.npy")).containsExactly(50, 60);
    assertThat(doubles("target/popularity_propensity_sku.npy")).containsExactly(0.4, 0.4, 0.2);
    assertThat(doubles("target/popularity_propensity_price.npy")).containsExactly(0.6, 0.4);
    assertThat(report.derived()).hasSize(10);
    assertThat(report.activeClients()).isEqualTo(2);
    assertThat(report.labels()).containsEntry(Task.NEW_SKU, 2);
  }

  @Test
  void listsOfTheSourceWinAndMissingPopularityIsDerived() {
    shop();
    write("unused", "a", "1");
    Npy.write(folder("input").resolve("relevant_clients.npy"), new long[] {2, 1});
    Npy.write(folder("target").resolve("propensity_sku.npy"), new long[] {10, 555});
    SplitReport report = FileSplit.run(data, 2, out, RunContext.silent());
    assertThat(longs("input/relevant_clients.npy")).containsExactly(2, 1);
    assertThat(longs("target/active_clients.npy")).containsExactly(1, 2);
    assertThat(longs("target/propensity_sku.npy")).containsExactly(10, 555);
    assertThat(doubles("target/popularity_propensity_sku.npy")).containsExactly(0.2, 0);
    assertThat(report.derived()).doesNotContain("input/relevant_clients.npy");
  }

  @Test
  void timestampColumnsOfAnyTypeAreCutAlike() {
    write(
        "product_buy",
        "client_id, timestamp, sku",
        "1::BIGINT, TIMESTAMP '2022-01-05 23:59:59.999999', 10::BIGINT",
        "1, TIMESTAMP '2022-01-06 00:00:00', 10",
        "1, TIMESTAMP '2022-01-09 00:00:00.000001', 20");
    write(
        "page_visit",
        "client_id, timestamp, url",
        "1::BIGINT, TIMESTAMPTZ '2022-01-06 01:00:00+02', 10::BIGINT",
        "1, TIMESTAMPTZ '2022-01-05 23:00:00-02', 11");
    FileSplit.run(data, 2, out, RunContext.silent());
    assertThat(query("SELECT count(*) FROM '" + out + "/input/product_buy.parquet'"))
        .containsExactly("[1]");
    assertThat(query("SELECT url FROM '" + out + "/input/page_visit.parquet'"))
        .containsExactly("[10]");
    assertThat(query("SELECT sku FROM '" + out + "/target/validation_target.parquet'"))
        .containsExactly("[20]");
  }

  /**
   * A shop whose ids are all beyond 2^53, which no double holds, and its ids by their last digit.
   */
  private static final long FAR = (1L << 62) + 100;

  private void farShop(String client, String sku, String product) {
    execute(
        """
        COPY (
          SELECT (%1$d + c)::%2$s AS client_id, t AS timestamp, (%1$d + s)::%3$s AS sku
          FROM (VALUES (1, '2022-01-04 10:00:00', 10), (2, '2022-01-05 23:59:59', 10),
            (1, '2022-01-06 00:00:00', 30), (3, '2022-01-07 12:00:00', 20),
            (3, '2022-01-07 23:59:59', 30), (1, '2022-01-09 18:00:00', 20),
            (1, '2022-01-09 18:00:00', NULL)) b(c, t, s)
        ) TO '%4$s' (FORMAT parquet)
        """
            .formatted(FAR, client, sku, data.resolve("product_buy.parquet")));
    execute(
        """
        COPY (
          SELECT (%1$d + s)::%2$s AS sku, c::UBIGINT AS category, p::DOUBLE AS price
          FROM (VALUES (10, 5, 50), (20, 6, 50), (30, 5, 60), (11, 9, NULL)) p(s, c, p)
        ) TO '%3$s' (FORMAT parquet)
        """
            .formatted(FAR, product, data.resolve("product_properties.parquet")));
    execute(
        ("COPY (SELECT (%d + 4)::BIGINT AS client_id, '2022-01-01' AS timestamp, 1 AS url) TO '%s'"
                + " (FORMAT parquet)")
            .formatted(FAR, data.resolve("page_visit.parquet")));
  }

  @ParameterizedTest
  @CsvSource({
    "BIGINT, BIGINT, BIGINT",
    "UBIGINT, UBIGINT, UBIGINT",
    "UBIGINT, BIGINT, UBIGINT",
    "'DECIMAL(20, 0)', 'DECIMAL(20, 0)', BIGINT"
  })
  void idsOfAnyWidthAreSplitToTheRow(String client, String sku, String product) {
    farShop(client, sku, product);
    SplitReport report = FileSplit.run(data, 2, out, RunContext.silent());
    assertThat(report.inputRows()).isEqualTo(Map.of("product_buy", 2L, "page_visit", 1L));
    assertThat(longs("input/relevant_clients.npy")).containsExactly(FAR + 1, FAR + 2, FAR + 4);
    assertThat(longs("target/active_clients.npy")).containsExactly(FAR + 1, FAR + 2);
    assertThat(longs("target/propensity_sku.npy")).containsExactly(FAR + 30, FAR + 20);
    assertThat(longs("target/propensity_new_sku.npy")).containsExactly(FAR + 30, FAR + 20);
    assertThat(longs("target/propensity_category.npy")).containsExactly(5, 6);
    assertThat(longs("target/propensity_price.npy")).containsExactly(60, 50);
    String ids =
        "SELECT client_id::BIGINT - %1$d, sku::BIGINT - %1$d, category, price::INT FROM '%2$s'";
    assertThat(query(ids.formatted(FAR, out + "/target/train_target.parquet")))
        .containsExactly("[1, 30, 5, 60]", "[3, 20, 6, 50]", "[3, 30, 5, 60]");
    assertThat(query(ids.formatted(FAR, out + "/target/validation_target.parquet")))
        .containsExactly("[1, 20, 6, 50]", "[1, null, null, null]");
    String types = "SELECT typeof(client_id), typeof(sku) FROM '%s' LIMIT 1";
    assertThat(query(types.formatted(out + "/input/product_buy.parquet")))
        .isEqualTo(query(types.formatted(data + "/product_buy.parquet")));
    Path store = temp.resolve("store");
    execute(
        ("COPY (SELECT *, '[1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16]' AS name FROM '%1$s')"
                + " TO '%1$s' (FORMAT parquet)")
            .formatted(out.resolve("product_properties.parquet")));
    Ingest.run(LogSource.challenge(out), store, IngestOptions.defaults(), RunContext.silent());
    try (SequenceStore opened = SequenceStore.open(store)) {
      assertThat(opened.eventCount()).isEqualTo(2 + 1 + 3 + 2);
    }
  }

  @Test
  void floatingIdsThatAreWholeAreIdsToo() {
    write(
        "product_buy",
        "client_id, timestamp, sku",
        "1::DOUBLE, '2022-01-04 10:00:00', 10::FLOAT",
        "2, '2022-01-06 00:00:00', 30",
        "2, '2022-01-06 00:00:00', 'nan'::FLOAT",
        "2, '2022-01-09 00:00:00', 30");
    FileSplit.run(data, 2, out, RunContext.silent());
    assertThat(longs("input/relevant_clients.npy")).containsExactly(1);
    assertThat(longs("target/propensity_new_sku.npy")).containsExactly(30);
  }

  @Test
  void idsThatNoStoreHoldsAreNamedAsIngestNamesThem() {
    execute(
        """
        COPY (
          SELECT * FROM (VALUES
            (1::UBIGINT, '2022-01-04 10:00:00', 1.0::DOUBLE),
            (9223372036854775808, '2022-01-05 10:00:00', 1.5),
            (18446744073709551615, '2022-01-05 10:00:00', 1e19),
            (NULL, '2022-01-05 10:00:00', 2)) b(client_id, timestamp, sku)
        ) TO '%s' (FORMAT parquet)
        """
            .formatted(data.resolve("product_buy.parquet")));
    InputException split =
        catchThrowableOfType(
            InputException.class, () -> FileSplit.run(data, 2, out, RunContext.silent()));
    assertThat(split.problems())
        .extracting(Problem::row, Problem::column, Problem::found)
        .containsExactly(
            tuple(4L, "client_id", "nothing"),
            tuple(2L, "client_id", "'9223372036854775808' (and 1 more rows)"),
            tuple(2L, "sku", "'1.5' (and 1 more rows)"));
    assertThat(split.problems().get(1).advice()).contains("2^63 - 1", "type: string");
    InputException ingest =
        catchThrowableOfType(
            InputException.class,
            () ->
                Ingest.run(
                    LogSource.challenge(data),
                    temp.resolve("store"),
                    IngestOptions.defaults(),
                    RunContext.silent()));
    assertThat(split.problems()).isEqualTo(ingest.problems());
    assertThat(out).doesNotExist();
  }

  @Test
  void labelsThatAreNoIntegersAreRefusedAsIngestDoes() {
    shop();
    write("product_properties", "sku, category, price", "10::BIGINT, 5.5::DOUBLE, 'dear'");
    assertThatThrownBy(() -> FileSplit.run(data, 2, out, RunContext.silent()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("price: expected integers, found VARCHAR");
    write("product_properties", "sku, category, price", "10::BIGINT, 5.5::DOUBLE, 3");
    assertThatThrownBy(() -> FileSplit.run(data, 2, out, RunContext.silent()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("row 1, category: expected an integer, found '5.5'");
  }

  @Test
  void everyProblemIsNamedAndNothingIsWritten() {
    write("product_buy", "client_id, timestamp, sku", "'a', '2022-01-01', 3::BIGINT");
    write(
        "page_visit",
        "client_id, timestamp, url",
        "1::BIGINT, '2022-01-01 00:00:00', 3::BIGINT",
        "1, 'yesterday', 3",
        "NULL, '2022-01-01 00:00:00', 3");
    assertThatThrownBy(() -> FileSplit.run(data, 2, out, RunContext.silent()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("client_id: expected integers, found VARCHAR")
        .hasMessageContaining("page_visit.parquet, row 2, timestamp: expected a time")
        .hasMessageContaining("found 'yesterday'")
        .hasMessageContaining("page_visit.parquet, row 3, client_id: expected a client id");
    assertThat(temp).isDirectoryNotContaining("glob:**/split*");
  }

  @Test
  void brokenEmptyAndSplitDirectoriesSaySo() throws IOException {
    assertThatThrownBy(() -> FileSplit.run(data, 2, out, RunContext.silent()))
        .hasMessageContaining("no such file");
    Files.writeString(data.resolve("product_buy.parquet"), "not parquet");
    assertThatThrownBy(() -> FileSplit.run(data, 2, out, RunContext.silent()))
        .hasMessageContaining("expected a whole Parquet file");
    execute(
        "COPY (SELECT 1::BIGINT AS client_id, '' AS timestamp, 1::BIGINT AS sku LIMIT 0) TO '%s'"
            .formatted(data.resolve("product_buy.parquet")));
    assertThatThrownBy(() -> FileSplit.run(data, 2, out, RunContext.silent()))
        .hasMessageContaining("expected at least one buy");
    Files.move(data.resolve("product_buy.parquet"), folder("input").resolve("product_buy.parquet"));
    assertThatThrownBy(() -> FileSplit.run(data, 2, out, RunContext.silent()))
        .hasMessageContaining("split already");
  }

  @Test
  void anExistingFolderIsNeverReplaced() {
    shop();
    assertThatThrownBy(() -> FileSplit.run(data, 2, data, RunContext.silent()))
        .isInstanceOf(UsageException.class);
    assertThat(data.resolve("product_buy.parquet")).exists();
  }

  @Test
  void aStoppedSplitLeavesNothing() {
    shop();
    RunContext stopped = RunContext.silent();
    stopped.stop();
    assertThatThrownBy(() -> FileSplit.run(data, 2, out, stopped))
        .isInstanceOf(InterruptedRunException.class);
    assertThat(temp).isDirectoryNotContaining("glob:**/split*");
  }

  /** A split directory says the same as the unsplit one when it is ingested. */
  @Test
  void theSplitIsIngestedLikeTheWhole() {
    shop();
    write(
        "product_properties",
        "sku, category, price, name",
        "10::BIGINT, 5::BIGINT, 50::BIGINT, '[1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16]'");
    FileSplit.run(data, 2, out, RunContext.silent());
    Path store = temp.resolve("store");
    Ingest.run(LogSource.challenge(out), store, IngestOptions.defaults(), RunContext.silent());
    try (SequenceStore opened = SequenceStore.open(store)) {
      assertThat(opened.eventCount()).isEqualTo(2 + 2 + 5 + 2);
      assertThat(opened.relevantClients().orElseThrow().toArray()).containsExactly(1, 2, 4);
      assertThat(opened.labelLists()).containsKey(Task.SKU);
    }
  }

  @Test
  void onlineRetailIsSplitToTheRow() {
    Path golden = SharedData.require("golden/online-retail");
    SplitReport report = FileSplit.run(golden, 14, out, RunContext.silent());
    assertThat(report.split().trainStart()).isEqualTo("2011-11-12T00:00:00Z");
    assertThat(report.split().validationStart()).isEqualTo("2011-11-26T00:00:00Z");
    assertThat(report.split().end()).isEqualTo("2011-12-09T12:50:00Z");
    assertThat(report.inputRows())
        .containsEntry("product_buy", 339_158L)
        .containsEntry("remove_from_cart", 7_933L)
        .containsEntry("page_visit", 0L);
    assertThat(report.train()).isEqualTo(new SplitReport.Window(31_358, 984));
    assertThat(report.validation()).isEqualTo(new SplitReport.Window(27_368, 868));
    assertThat(report.derived()).isEmpty();
    assertThat(report.relevantClients()).isEqualTo(4_148);
    // Nothing is lost, changed or moved: the input and the windows are the whole, in its order.
    String all = "SELECT client_id, \"timestamp\", sku FROM '%s'";
    String before = all.formatted(golden + "/product_buy.parquet");
    String input = all.formatted(out + "/input/product_buy.parquet");
    assertThat(query(before + " WHERE \"timestamp\" < '2011-11-12 00:00:00'"))
        .isEqualTo(query(input));
    String train = all.formatted(out + "/target/train_target.parquet");
    assertThat(
            query(
                before
                    + " WHERE \"timestamp\" >= '2011-11-12 00:00:00'"
                    + " AND \"timestamp\" < '2011-11-26 00:00:00'"))
        .isEqualTo(query(train));
  }

  @Test
  void derivedListsOfOnlineRetailAreTheOrganisersUpToTies() throws IOException {
    Path golden = SharedData.require("golden/online-retail");
    try (Stream<Path> files = Files.list(golden)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.createSymbolicLink(data.resolve(file.getFileName()), file.toRealPath());
      }
    }
    FileSplit.run(data, 14, out, RunContext.silent());
    for (String list : List.of("input/relevant_clients.npy", "target/active_clients.npy")) {
      long[] theirs = Arrays.stream(Npy.read(golden.resolve(list)).toLongs()).sorted().toArray();
      assertThat(longs(list)).isEqualTo(theirs);
    }
    for (String task : List.of(Task.CATEGORY, Task.SKU, Task.NEW_SKU, Task.PRICE)) {
      double[] theirs = Npy.read(golden.resolve("target/popularity_" + task + ".npy")).toDoubles();
      assertThat(doubles("target/popularity_" + task + ".npy")).containsExactly(theirs);
      assertSameUpToTies(
          longs("target/" + task + ".npy"),
          Npy.read(golden.resolve("target/" + task + ".npy")).toLongs(),
          theirs);
    }
  }

  /** Within equally popular labels the order is free, and of the last ones the choice. */
  private static void assertSameUpToTies(long[] ours, long[] theirs, double[] popularity) {
    double least = popularity[popularity.length - 1];
    List<Long> missing = new ArrayList<>();
    for (int i = 0; i < ours.length; i++) {
      int at = indexOf(theirs, ours[i]);
      if (at < 0) {
        missing.add(ours[i]);
        assertThat(popularity[i]).isEqualTo(least);
      } else {
        assertThat(popularity[i]).as("label %d", ours[i]).isEqualTo(popularity[at]);
      }
    }
    long last = Arrays.stream(popularity).filter(share -> share == least).count();
    assertThat((long) missing.size()).isLessThanOrEqualTo(last);
  }

  private static int indexOf(long[] values, long value) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == value) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void rollingSplitsAreSplitsToo() {
    Path golden = SharedData.require("golden/online-retail");
    List<Split> splits = Splits.rolling(Instant.parse("2011-12-09T12:50:00Z"), 14, 2, 14);
    SplitReport report = FileSplit.run(golden, splits.getFirst(), out, RunContext.silent());
    // The older split's validation window is the newer one's train window.
    assertThat(report.validation()).isEqualTo(new SplitReport.Window(31_358, 984));
  }

  private Path folder(String name) {
    try {
      return Files.createDirectories(data.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long[] longs(String name) {
    return Npy.read(out.resolve(name)).toLongs();
  }

  private double[] doubles(String name) {
    NpyArray array = Npy.read(out.resolve(name));
    return array.toDoubles();
  }
}
