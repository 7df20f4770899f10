package io.habitus.ingest.load;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.store.FirstRowWriter;
import io.habitus.core.store.FirstRows;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.store.StoreWriter;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.Row;
import io.habitus.ingest.sql.SqlException;
import java.sql.SQLException;
import org.duckdb.DuckDBAppender;

/**
 * Rules that take only the first row of each value. Their rows are found once and stored; the store
 * remembers whose first row it has, so that an appended log equals one that was ingested at once.
 */
final class FirstOf implements EventQuery.Firsts {
  private static final String SEEN = "first_seen";

  private final Database database;
  private final StoreWriter writer;

  FirstOf(Database database, StoreWriter writer) {
    this.database = database;
    this.writer = writer;
  }

  /**
   * Stores a branch's rows, less those whose value was there before.
   *
   * @param number of the branch in the log
   * @return the branch, over what was stored
   */
  @Override
  public EventBranch stored(EventBranch branch, int number) {
    if (branch.rule().firstOf().isEmpty()) {
      return branch;
    }
    EventBranch stored = rows(database, branch, number);
    String relation = stored.stored().orElseThrow();
    writer.before().ifPresent(before -> dropSeen(branch, relation, seen(before, branch, number)));
    FirstRowWriter rows = writer.firstRows(number);
    database.chunks(
        "SELECT habitus_first, habitus_time FROM " + relation + " WHERE habitus_time IS NOT NULL",
        chunk -> {
          for (long i = 0; i < chunk.rowCount(); i++) {
            rows.add(chunk.vector(0).getLong(i), chunk.vector(1).getLong(i));
          }
        });
    return stored;
  }

  /** Stores the first rows of a log that is read by itself, where the rule takes first rows. */
  static EventBranch alone(Database database, EventBranch branch, int number) {
    return branch.rule().firstOf().isEmpty() ? branch : rows(database, branch, number);
  }

  private static EventBranch rows(Database database, EventBranch branch, int number) {
    return branch.stored(database, "first_" + number);
  }

  private static FirstRows seen(SequenceStore before, EventBranch branch, int number) {
    return before
        .firstRows(number)
        .orElseThrow(() ->
            new InputException(
                Problem.inColumn(
                    branch.log().log().origin(),
                    branch.rule().firstOf().orElseThrow(),
                    "a store that knows whose first row it has",
                    "one of another schema, or of an earlier version",
                    "Ingest the whole log again.")));
  }

  private void dropSeen(EventBranch branch, String relation, FirstRows seen) {
    database.execute("CREATE OR REPLACE TABLE " + SEEN + " (key BIGINT, time BIGINT)");
    try (DuckDBAppender appender = database.appender(SEEN)) {
      seen.forEach((key, time) -> append(appender, key, time));
    } catch (SQLException e) {
      throw new SqlException("reading first rows", e);
    }
    String same = "%s r JOIN %s s ON r.habitus_first = s.key".formatted(relation, SEEN);
    Row early =
        database.row(
            "SELECT count(*), min(habitus_file), arg_min(habitus_row, habitus_file) FROM "
                + same
                + " WHERE r.habitus_time < s.time");
    if (early.number(0) > 0) {
      throw new InputException(
          new Problem(
              branch.table().table().files().get((int) early.number(1)).toString(),
              early.number(2) + 1,
              branch.rule().firstOf().orElseThrow(),
              "rows no earlier than the first of the same value in the store",
              early.number(0) + " values with an earlier row",
              "Append in the order of time, or ingest the whole log again."));
    }
    database.execute(
        "DELETE FROM %s WHERE habitus_first IN (SELECT key FROM %s)".formatted(relation, SEEN));
  }

  private static void append(DuckDBAppender appender, long key, long time) {
    try {
      appender.beginRow().append(key).append(time).endRow();
    } catch (SQLException e) {
      throw new SqlException("reading first rows", e);
    }
  }
}
