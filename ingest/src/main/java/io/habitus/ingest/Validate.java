package io.habitus.ingest;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.run.RunContext;
import io.habitus.ingest.load.Validation;
import io.habitus.ingest.log.LogSchema;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.SqlException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.util.List;

/** Finds everything that would keep a log from being ingested, without writing anything. */
public final class Validate {
  private Validate() {}

  /**
   * Reads the whole log.
   *
   * @return every problem: missing files and columns, wrong types, and for each file, column and
   *     kind of fault the first bad row and how many there are; empty where all is well
   */
  public static List<Problem> run(LogSource source, RunContext context) {
    try {
      LogSchema log = source.read();
      String timezone = Ingest.timezone(log.timezone().orElse(ZoneOffset.UTC));
      return check(log, timezone, context);
    } catch (InputException e) {
      return e.problems();
    }
  }

  private static List<Problem> check(LogSchema log, String timezone, RunContext context) {
    try (Database database = Database.open(timezone, context)) {
      return Validation.check(database, log, timezone.equals("UTC"));
    } catch (UncheckedIOException | SqlException e) {
      throw Failures.explain(e, log, context.resources().tempDir(), context);
    }
  }
}
