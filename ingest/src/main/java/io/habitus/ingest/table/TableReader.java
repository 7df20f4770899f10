package io.habitus.ingest.table;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.run.RunContext;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.Row;
import io.habitus.ingest.sql.Sql;
import io.habitus.ingest.sql.SqlException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a CSV (also gzip) or Parquet file with a row per client: a column of client ids, all others
 * numbers, {@code true}/{@code false}, or empty.
 */
public final class TableReader {
  private final Path file;
  private final String idColumn;
  private final Database database;
  private final List<Problem> problems = new ArrayList<>();

  private TableReader(Path file, String idColumn, Database database) {
    this.file = file;
    this.idColumn = idColumn;
    this.database = database;
  }

  /**
   * Reads a file whole.
   *
   * @param idColumn name of the column that holds the client, such as {@code client_id}
   * @throws InputException with the problems, each by row (from 1, the header not counted) and
   *     column
   */
  public static ClientTable read(Path file, String idColumn, RunContext context) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          Problem.inFile(file.toString(), "a CSV or Parquet file", "no such file", ""));
    }
    try (Database database = Database.open("UTC", context)) {
      return new TableReader(file, idColumn, database).read();
    } catch (SqlException e) {
      throw new InputException(
          Problem.inFile(file.toString(), "a CSV or Parquet file", e.reason(), ""), e);
    }
  }

  private ClientTable read() {
    List<String> names =
        database.rows("DESCRIBE SELECT * FROM " + source()).stream()
            .map(row -> row.text(0))
            .toList();
    List<String> columns = names.stream().filter(name -> !name.equals(idColumn)).toList();
    if (columns.size() == names.size()) {
      throw new InputException(
          Problem.inFile(
              file.toString(), "a column " + idColumn, "columns " + names, "Name the client's."));
    }
    List<String> texts = new ArrayList<>();
    texts.add("CAST(" + Sql.name(idColumn) + " AS VARCHAR)");
    columns.forEach(name -> texts.add("CAST(" + Sql.name(name) + " AS VARCHAR)"));
    List<Row> rows = database.rows("SELECT " + String.join(", ", texts) + " FROM " + source());
    List<String> clients = clients(rows);
    double[][] values = new double[columns.size()][rows.size()];
    for (int c = 0; c < columns.size(); c++) {
      fill(columns.get(c), c + 1, rows, values[c]);
    }
    if (!problems.isEmpty()) {
      throw new InputException(problems);
    }
    boolean integers = clients.stream().allMatch(TableReader::isInteger);
    return new ClientTable(idColumn, clients, integers, columns, values);
  }

  /** Text as it stands: what is a number is decided here, with its row. */
  private String source() {
    String name = Sql.text(file.toString());
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".parquet")
        ? "read_parquet(" + name + ")"
        : "read_csv(" + name + ", header = true, all_varchar = true)";
  }

  private List<String> clients(List<Row> rows) {
    List<String> clients = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (int row = 0; row < rows.size(); row++) {
      Optional<String> id = rows.get(row).find(0).filter(text -> !text.isBlank());
      Integer before = id.isEmpty() ? null : seen.putIfAbsent(id.get(), row);
      if (id.isEmpty()) {
        add(row, idColumn, "a client", "none");
      } else if (before != null) {
        add(row, idColumn, "every client once", "the client of row " + (before + 1));
      }
      clients.add(id.orElse(""));
    }
    if (rows.isEmpty()) {
      problems.add(Problem.inFile(file.toString(), "at least one row", "none", ""));
    }
    return clients;
  }

  private void fill(String column, int index, List<Row> rows, double[] into) {
    for (int row = 0; row < into.length; row++) {
      String text = rows.get(row).find(index).map(String::strip).orElse("");
      into[row] = number(text);
      if (Double.isInfinite(into[row])) {
        into[row] = Double.NaN;
        add(row, column, "a number, true, false or nothing", text);
      }
    }
  }

  /** NaN for nothing, infinity for what is no finite number. */
  private static double number(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "", "null", "nan", "na" -> Double.NaN;
      case "true" -> 1;
      case "false" -> 0;
      default -> {
        try {
          yield Double.parseDouble(text);
        } catch (NumberFormatException e) {
          yield Double.POSITIVE_INFINITY;
        }
      }
    };
  }

  private void add(int row, String column, String expected, String found) {
    problems.add(new Problem(file.toString(), row + 1L, column, expected, found, ""));
  }

  private static boolean isInteger(String text) {
    try {
      return Long.toString(Long.parseLong(text)).equals(text);
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
