package io.habitus.ingest.load;

import io.habitus.ingest.log.EventRule;
import io.habitus.ingest.log.EventTable;
import io.habitus.ingest.log.ValueColumn;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One rule of one table, as SQL: the table's columns and {@code habitus_client, _id, _time, _place,
 * _bad}, where the place is the input order with the stream on top and bad marks rows that cannot
 * be read.
 *
 * @param log the whole log
 * @param table whose rows these are
 * @param events how the table is read
 * @param rule which rows, and what they become
 * @param files number of files in the tables before
 * @param number of the rule within its table
 * @param stored relation that holds the rows already, if there is one
 */
record EventBranch(
    BoundLog log,
    LogTable table,
    EventTable events,
    EventRule rule,
    int files,
    int number,
    Optional<String> stored) {
  /** Bits of the place, low to high: rule 4, row 38, file 13, stream 7. */
  private static final int RULE_BITS = 4;

  private static final int ROW_BITS = 38;
  private static final int FILE_BITS = 13;
  static final int MOST_FILES = 1 << FILE_BITS;

  private static final String FIRST =
      "\nQUALIFY row_number() OVER (PARTITION BY habitus_first ORDER BY habitus_time, habitus_place) = 1";

  /** Stores the rows, for finding them takes a window over the table. */
  EventBranch stored(Database database, String relation) {
    database.execute("CREATE OR REPLACE TABLE " + relation + " AS " + rows());
    return new EventBranch(log, table, events, rule, files, number, Optional.of(relation));
  }

  Expressions expressions() {
    return new Expressions(table);
  }

  /** Microseconds since the epoch of a row of the table. */
  String time() {
    return expressions().micros(rule.time().orElse(events.time()), log.utc());
  }

  /** Rows before a bound, and those whose time cannot be read. */
  String select(String selected, OptionalLong until) {
    String bound =
        until.isPresent()
            ? " WHERE habitus_time IS NULL OR habitus_time < " + until.getAsLong()
            : "";
    return "SELECT " + selected + " FROM " + stored.orElseGet(() -> "(" + rows() + ")") + bound;
  }

  private String rows() {
    Expressions expressions = expressions();
    ValueColumn client = events.client();
    String id = expressions.value(client, log.clientKind());
    String code =
        log.stringClients()
            ? "CAST(md5_number_upper(" + id + ") & 9223372036854775807 AS BIGINT)"
            : id;
    String present =
        events.dropWithoutClient()
            ? " AND " + expressions.present(client.column()) + " IS NOT NULL"
            : "";
    return Sql.load("branch")
        .with("id", id)
        .with("client", code)
        .with("time", time())
        .with("place", place())
        .with("bad", bad(expressions))
        .with("relation", table.relation())
        .with("where", where(expressions) + present)
        .with("key", rule.firstOf().map(column -> ", " + key(expressions, column)).orElse(""))
        .with("first", rule.firstOf().isPresent() ? FIRST : "")
        .text();
  }

  /** Rows that meet the rule, and those that are at fault because nobody can tell. */
  private String where(Expressions expressions) {
    String holds = expressions.holds(rule.when());
    String undecided = expressions.undecided(rule.when());
    return undecided.equals("false") ? holds : "(" + holds + " OR " + undecided + ")";
  }

  /** A value as 63 bits, as string clients have them; of rows without one the first counts too. */
  private static String key(Expressions expressions, String column) {
    return "coalesce(CAST(md5_number_upper(%s) & 9223372036854775807 AS BIGINT), -1) AS habitus_first"
        .formatted(expressions.string(column));
  }

  private String place() {
    int stream = log.streams().get(log.log().schema().eventType(rule.type()));
    long fixed = ((long) stream << FILE_BITS) + files;
    return "(((%d + habitus_file) * %d + habitus_row) * %d + %d)"
        .formatted(fixed, 1L << ROW_BITS, 1 << RULE_BITS, number);
  }

  /** Whether a value that is there cannot be read; clients and times must be there too. */
  private String bad(Expressions expressions) {
    List<String> reasons =
        new ArrayList<>(
            List.of(
                "habitus_client IS NULL",
                "habitus_time IS NULL",
                expressions.undecided(rule.when())));
    for (BoundField field : log.fields()) {
      ValueColumn column = rule.fields().get(field.field().name());
      if (column != null) {
        ValueChecks.unreadable(expressions, field, column).ifPresent(reasons::add);
      }
    }
    return String.join(" OR ", reasons);
  }
}
