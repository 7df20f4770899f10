package io.habitus.ingest.load;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.ingest.log.LogSchema;
import io.habitus.ingest.sql.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All checks of a log, structure first, then every row. */
public final class Validation {
  private Validation() {}

  /**
   * Checks a log.
   *
   * @throws InputException with the problems of its files and columns, if it has such
   * @return problems of rows
   */
  public static List<Problem> check(Database database, LogSchema log, boolean utc) {
    BoundLog bound = Binder.bind(database, log, Optional.empty(), utc);
    List<Problem> problems = new ArrayList<>(new RowChecks(database, bound).check());
    if (bound.catalogue().isPresent()) {
      try {
        new CatalogueLoader(database, bound, bound.catalogue().get()).stage();
      } catch (InputException repeated) {
        problems.addAll(repeated.problems());
      }
    }
    if (bound.tables().stream().allMatch(table -> table.rowCount(database) == 0)) {
      problems.add(Problem.inFile(log.origin(), "at least one event", "none", ""));
    }
    return problems;
  }
}
