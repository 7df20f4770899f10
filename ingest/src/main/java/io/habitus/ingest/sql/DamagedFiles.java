package io.habitus.ingest.sql;

import io.habitus.core.problem.Problem;
import io.habitus.core.run.RunContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which Parquet files cannot be read to their ends. DuckDB does not always name the file when a
 * page of one turns out to be damaged, so each is read alone, which is done only after a failure.
 */
public final class DamagedFiles {
  private DamagedFiles() {}

  /** A problem for each file that fails, in a database of its own. */
  public static List<Problem> find(List<Path> parquetFiles, RunContext context) {
    List<Problem> problems = new ArrayList<>();
    try (Database database = Database.open("UTC", context)) {
      for (Path file : parquetFiles) {
        try {
          database.row(
              "SELECT max(hash(f)) FROM read_parquet(" + Sql.text(file.toString()) + ") f");
        } catch (SqlException e) {
          problems.add(
              Problem.inFile(
                  file.toString(),
                  "a file that can be read to its end",
                  e.reason(),
                  "It is damaged: get it again."));
        }
      }
    }
    return problems;
  }
}
