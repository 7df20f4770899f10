package io.habitus.ingest;

import io.habitus.core.run.RunContext;
import io.habitus.core.store.SequenceStore;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Small logs written for a test. */
record LogFiles(Path folder) {
  static final String VECTOR =
      "[ 12   7 255   0   1   2   3   4\n   5   6   8   9  10  11  13  14]";

  /** A challenge directory of a few events of three clients, all types, with a catalogue. */
  static LogFiles challenge(Path folder) {
    LogFiles files = new LogFiles(folder);
    files.parquet(
        "product_buy",
        "SELECT * FROM (VALUES (1, '2024-05-02 10:00:00', 100), (1, '2024-05-01 09:00:00', 200),"
            + " (2, '2024-05-03 00:00:01', 100), (3, '2024-05-04 12:00:00', 300))"
            + " t(client_id, timestamp, sku)");
    files.parquet(
        "add_to_cart",
        "SELECT 1 AS client_id, '2024-05-02 10:00:00' AS timestamp, 100 AS sku"
            + " UNION ALL SELECT 2, '2024-05-01 00:00:00', 300");
    files.parquet(
        "remove_from_cart",
        "SELECT 2 AS client_id, '2024-05-01 01:00:00' AS timestamp, 300 AS sku");
    files.parquet(
        "page_visit", "SELECT 3 AS client_id, '2024-05-01 08:00:00' AS timestamp, 77 AS url");
    files.parquet(
        "search_query",
        "SELECT 3 AS client_id, '2024-05-01 08:00:01' AS timestamp, "
            + Sql.text(VECTOR)
            + " AS query");
    files.parquet(
        "product_properties",
        "SELECT * FROM (VALUES (100, 1, 50, %1$s), (200, 1, NULL, %1$s), (400, 2, 7, %1$s))"
                .formatted(Sql.text(VECTOR))
            + " t(sku, category, price, name)");
    return files;
  }

  /** Writes {@code NAME.parquet} with integers as int64. */
  LogFiles parquet(String name, String select) {
    Path file = folder.resolve(name + ".parquet");
    try (Database database = Database.open("UTC", RunContext.silent())) {
      Files.createDirectories(file.getParent());
      String columns =
          database.rows("DESCRIBE " + select).stream()
              .map(row ->
                  row.text(1).equals("INTEGER")
                      ? "CAST(%1$s AS BIGINT) AS %1$s".formatted(Sql.name(row.text(0)))
                      : Sql.name(row.text(0)))
              .reduce((a, b) -> a + ", " + b)
              .orElseThrow();
      database.execute(
          "COPY (SELECT %s FROM (%s)) TO %s (FORMAT parquet)"
              .formatted(columns, select, Sql.text(file.toString())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  LogFiles text(String name, String content) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  LogFiles delete(String name) {
    try {
      Files.delete(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  LogSource source() {
    return LogSource.challenge(folder);
  }

  /** By the schema {@code log.yaml} of this folder. */
  LogSource described() {
    return LogSource.schema(folder.resolve("log.yaml"), Map.of());
  }

  IngestReport ingest(LogSource source, Path store, IngestOptions options) {
    return Ingest.run(source, store, options, RunContext.silent());
  }

  /** Ingests the challenge directory, and asks the store something. */
  <T> T ask(Path store, IngestOptions options, Function<SequenceStore, T> question) {
    ingest(source(), store, options);
    return ask(store, question);
  }

  static <T> T ask(Path store, Function<SequenceStore, T> question) {
    try (SequenceStore opened = SequenceStore.open(store)) {
      opened.verify();
      return question.apply(opened);
    }
  }

  /** Everything below a folder that is not a log's file. */
  static List<String> names(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
