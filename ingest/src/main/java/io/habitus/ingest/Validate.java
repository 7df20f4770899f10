package io.habitus.ingest;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.problem.UsageException;
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
   * Reads the whole log as {@link Ingest} does with default options.
   *
   * @return every problem; empty where all is well
   */
  public static List<Problem> run(LogSource source, RunContext context) {
    return run(source, IngestOptions.defaults(), context).problems();
  }

  /**
   * Reads the whole log as {@link Ingest} does with the same options: what these leave out cannot
   * be at fault. Whether there is a store already does not matter.
   *
   * @return every problem: missing files and columns, wrong types, and for each file, column and
   *     kind of fault the first bad row and how many there are; without any, what would be read
   * @throws UsageException if there is no such time zone for the database
   */
  public static ValidationReport run(LogSource source, IngestOptions options, RunContext context) {
    try {
      LogSchema log = source.read();
      String timezone =
          Ingest.timezone(options.timezone().or(log::timezone).orElse(ZoneOffset.UTC));
      return check(log, options, timezone, context);
    } catch (InputException e) {
      return ValidationReport.faulty(e.problems());
    }
  }

  private static ValidationReport check(
      LogSchema log, IngestOptions options, String timezone, RunContext context) {
    try (Database database = Database.open(timezone, context)) {
      return Validation.check(database, log, options, timezone.equals("UTC"));
    } catch (UncheckedIOException | SqlException e) {
      throw Failures.explain(e, log, context.resources().tempDir(), context);
    }
  }
}
