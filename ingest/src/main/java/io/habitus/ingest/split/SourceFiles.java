package io.habitus.ingest.split;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.schema.EventType;
import io.habitus.core.schema.Schema;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.Row;
import io.habitus.ingest.sql.Sql;
import io.habitus.ingest.sql.SqlException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files of a challenge directory, checked.
 *
 * @param directory the challenge directory
 * @param events event files by type, those that are there
 * @param products the catalogue, if there is one
 * @param lastBuyMicros time of the last buy
 */
record SourceFiles(
    Path directory, Map<String, Path> events, Optional<Path> products, long lastBuyMicros) {
  private static final Set<String> INTEGERS =
      Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER");

  /**
   * Finds and checks the files.
   *
   * @throws InputException with every problem: a missing column, a row without client or time
   */
  static SourceFiles of(Path directory, Database database) {
    Map<String, Path> events = find(directory);
    Path products = directory.resolve("product_properties.parquet");
    List<Problem> problems = new ArrayList<>();
    long lastBuy = Long.MIN_VALUE;
    for (Map.Entry<String, Path> event : events.entrySet()) {
      boolean isBuy = event.getKey().equals(Schema.BUY);
      List<String> needed =
          isBuy ? List.of("client_id", "timestamp", "sku") : List.of("client_id", "timestamp");
      if (checkColumns(event.getValue(), needed, database, problems)) {
        long last = checkRows(event.getValue(), database, problems);
        lastBuy = isBuy ? last : lastBuy;
      }
    }
    if (Files.exists(products)) {
      checkColumns(products, List.of("sku"), database, problems);
    }
    if (problems.isEmpty() && lastBuy == Long.MIN_VALUE) {
      String file = directory.resolve(Schema.BUY + ".parquet").toString();
      problems.add(Problem.inFile(file, "at least one buy", "none", "There is nothing to split."));
    }
    if (!problems.isEmpty()) {
      throw new InputException(problems);
    }
    return new SourceFiles(directory, events, Optional.of(products).filter(Files::exists), lastBuy);
  }

  Path buys() {
    return directory.resolve(Schema.BUY + ".parquet");
  }

  private static Map<String, Path> find(Path directory) {
    Map<String, Path> events = new TreeMap<>();
    for (EventType type : Schema.challenge().eventTypes()) {
      Path file = directory.resolve(type.name() + ".parquet");
      if (Files.exists(file)) {
        events.put(type.name(), file);
      }
    }
    if (!events.containsKey(Schema.BUY)) {
      boolean split = Files.exists(directory.resolve("input").resolve(Schema.BUY + ".parquet"));
      throw new InputException(
          Problem.inFile(
              directory.toString(),
              Schema.BUY + ".parquet of an unsplit challenge directory",
              split ? "a directory that is split already" : "no such file",
              ""));
    }
    return events;
  }

  private static boolean checkColumns(
      Path file, List<String> needed, Database database, List<Problem> problems) {
    Map<String, String> types = new TreeMap<>();
    try {
      for (Row row : database.rows(fill("split-columns", file))) {
        types.put(row.text(0), row.text(1));
      }
    } catch (SqlException e) {
      problems.add(Problem.inFile(file.toString(), "a Parquet file", e.reason(), ""));
      return false;
    }
    int before = problems.size();
    for (String column : needed) {
      String type = types.getOrDefault(column, "none of that name");
      boolean fits = column.equals("timestamp") ? types.containsKey(column) : isInteger(type);
      if (!fits) {
        String expected = column.equals("timestamp") ? "a time column" : "an integer column";
        problems.add(Problem.inColumn(file.toString(), column, expected, type, ""));
      }
    }
    return problems.size() == before;
  }

  private static boolean isInteger(String type) {
    return INTEGERS.contains(type);
  }

  /** Time of the last row; adds a problem for rows without client or readable time. */
  private static long checkRows(Path file, Database database, List<Problem> problems) {
    Row row = database.row(fill("split-times", file));
    if (row.number(1) > 0) {
      problems.add(
          new Problem(
              file.toString(),
              row.number(2),
              "timestamp",
              "a client and a time such as 2022-10-01 09:00:00 in every row",
              row.text(3) + " (" + row.number(1) + " such rows)",
              ""));
    }
    return row.isNull(4) ? Long.MIN_VALUE : row.number(4);
  }

  private static String fill(String name, Path file) {
    return Sql.load(name).with("file", Sql.text(file.toString())).text();
  }
}
