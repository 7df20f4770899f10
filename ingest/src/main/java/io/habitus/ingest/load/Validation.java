package io.habitus.ingest.load;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.time.Micros;
import io.habitus.ingest.IngestOptions;
import io.habitus.ingest.ValidationReport;
import io.habitus.ingest.log.LogSchema;
import io.habitus.ingest.sql.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** All checks of a log, structure first, then every row that would become an event. */
public final class Validation {
  private final Database database;
  private final IngestOptions options;
  private final Optional<Instant> until;
  private final BoundLog bound;

  private Validation(Database database, LogSchema log, IngestOptions options, boolean utc) {
    this.database = database;
    this.options = options;
    this.until = options.until().or(log::until);
    this.bound = Binder.bind(database, log, Optional.empty(), utc);
  }

  /**
   * Checks a log.
   *
   * @param utc whether times without a zone are UTC, which is then the database's
   * @throws InputException with the problems of its files and columns, if it has such
   * @return problems of rows, or what would be read
   */
  public static ValidationReport check(
      Database database, LogSchema log, IngestOptions options, boolean utc) {
    return new Validation(database, log, options, utc).check();
  }

  private ValidationReport check() {
    OptionalLong end = until.map(Micros::of).map(OptionalLong::of).orElse(OptionalLong.empty());
    EventQuery query =
        new EventQuery(bound, end, (branch, number) -> FirstOf.alone(database, branch, number));
    List<Problem> problems = new ArrayList<>(new RowChecks(database, bound, query).check());
    problems.addAll(repeatedItems());
    return problems.isEmpty()
        ? ValidationReport.sound(reading(query))
        : ValidationReport.faulty(problems);
  }

  private List<Problem> repeatedItems() {
    if (bound.catalogue().isEmpty()) {
      return List.of();
    }
    try {
      new CatalogueLoader(database, bound, bound.catalogue().get()).stage();
      return List.of();
    } catch (InputException repeated) {
      return repeated.problems();
    }
  }

  private ValidationReport.Reading reading(EventQuery query) {
    long rows = bound.tables().stream().mapToLong(table -> table.rowCount(database)).sum();
    long all = database.row(query.count()).number(0);
    long kept = options.deduplicate() ? database.row(query.countDifferent()).number(0) : all;
    return new ValidationReport.Reading(
        rows, kept, LeftOut.all(database, bound, query, until, all - kept));
  }
}
