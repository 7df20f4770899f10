package io.habitus.ingest.load;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.ingest.log.TableFiles;
import io.habitus.ingest.log.TableFormat;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.Sql;
import io.habitus.ingest.sql.SqlException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files as a DuckDB relation: their columns, {@code habitus_file} (index) and {@code habitus_row}
 * (0-based). Parquet is read in place; text, which has no row numbers, is first brought into the
 * working database.
 *
 * @param relation name of the view or table
 * @param table the files
 * @param types DuckDB type of each column
 */
record LogTable(String relation, TableFiles table, Map<String, String> types) {

  /** Makes the relation; throws every problem that the files have as a whole. */
  static LogTable open(Database database, TableFiles table, String relation) {
    List<Problem> missing = new ArrayList<>();
    for (Path file : table.files()) {
      missing.addAll(missing(file));
    }
    if (!missing.isEmpty()) {
      throw new InputException(missing);
    }
    switch (table.format()) {
      case TableFormat.Parquet parquet -> openParquet(database, table, relation);
      case TableFormat.Csv csv -> openText(database, table, relation, csvReader(csv));
      case TableFormat.JsonLines json ->
          openText(
              database,
              table,
              relation,
              "read_json(%s, format = 'newline_delimited', sample_size = -1)");
    }
    Map<String, String> types = new LinkedHashMap<>();
    for (var row : database.rows("DESCRIBE " + relation)) {
      if (!row.text(0).startsWith("habitus_")) {
        types.put(row.text(0), row.text(1));
      }
    }
    return new LogTable(relation, table, types);
  }

  private static List<Problem> missing(Path file) {
    if (!Files.isRegularFile(file)) {
      return List.of(Problem.inFile(file.toString(), "a file", "no such file", ""));
    }
    return file.toFile().length() == 0
        ? List.of(Problem.inFile(file.toString(), "rows", "an empty file", ""))
        : List.of();
  }

  private static void openParquet(Database database, TableFiles table, String relation) {
    List<String> files = table.files().stream().map(Path::toString).toList();
    Sql view = Sql.load("parquet-table").with("relation", relation).with("files", Sql.texts(files));
    try {
      database.execute(view.text());
    } catch (SqlException all) {
      List<Problem> problems = new ArrayList<>();
      for (String file : files) {
        unreadable(database, file).ifPresent(problems::add);
      }
      if (problems.isEmpty()) {
        problems.add(
            Problem.inFile(table.name(), "Parquet files of equal columns", all.reason(), ""));
      }
      throw new InputException(problems);
    }
  }

  private static Optional<Problem> unreadable(Database database, String file) {
    try {
      database.rows("SELECT num_rows FROM parquet_file_metadata(" + Sql.text(file) + ")");
      return Optional.empty();
    } catch (SqlException e) {
      return Optional.of(
          Problem.inFile(file, "a whole Parquet file", e.reason(), "It may be truncated."));
    }
  }

  private static String csvReader(TableFormat.Csv csv) {
    String columns =
        csv.header() ? "header = true" : "header = false, names = " + Sql.texts(csv.columns());
    return "read_csv(%s, delim = "
        + Sql.text(csv.delimiter())
        + ", "
        + columns
        + ", encoding = "
        + Sql.text(csv.encoding())
        + ", quote = "
        + Sql.text(csv.quote())
        + ", all_varchar = true, null_padding = false)";
  }

  private static void openText(
      Database database, TableFiles table, String relation, String reader) {
    int index = 0;
    for (Path file : table.files()) {
      Sql sql = index == 0 ? Sql.load("text-table") : Sql.load("text-table-more");
      try {
        database.execute(
            sql.with("relation", relation)
                .with("file", index++)
                .with("rows", reader.formatted(Sql.text(file.toString())))
                .text());
      } catch (SqlException e) {
        Problem whole = Problem.inFile(file.toString(), "rows of equal columns", e.reason(), "");
        throw new InputException(broken(database, table, file).orElse(whole));
      }
    }
  }

  private static Optional<Problem> broken(Database database, TableFiles table, Path file) {
    return table.format() instanceof TableFormat.Csv csv
        ? BrokenCsv.find(database, file, csv)
        : Optional.empty();
  }

  boolean isText() {
    return table.format() instanceof TableFormat.Csv;
  }

  long rowCount(Database database) {
    return database.row("SELECT count(*) FROM " + relation).number(0);
  }
}
