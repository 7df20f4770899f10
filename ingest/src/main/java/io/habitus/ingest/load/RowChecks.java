package io.habitus.ingest.load;

import io.habitus.core.problem.Problem;
import io.habitus.core.schema.FieldKind;
import io.habitus.ingest.log.Condition;
import io.habitus.ingest.log.EventTable;
import io.habitus.ingest.log.ItemTable;
import io.habitus.ingest.log.TimeColumn;
import io.habitus.ingest.log.ValueColumn;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.Row;
import io.habitus.ingest.sql.Sql;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds every kind of row that cannot be read, with its place. */
final class RowChecks {
  private final Database database;
  private final BoundLog log;
  private final EventQuery query;

  /**
   * Checks.
   *
   * @param query which rows become events: what is left out cannot be at fault
   */
  RowChecks(Database database, BoundLog log, EventQuery query) {
    this.database = database;
    this.log = log;
    this.query = query;
  }

  /**
   * Rows to look at.
   *
   * @param relation with all columns of the table
   * @param when what must hold of them
   */
  private record Rows(LogTable table, String relation, String when) {
    Expressions expressions() {
      return new Expressions(table);
    }
  }

  /**
   * Conditions, and the rows of which none can tell whether they hold.
   *
   * @param where over the table's columns
   */
  private record Doubt(List<Condition> conditions, String where) {}

  /** One problem for each file, column and kind of fault: the first row, and how many more. */
  List<Problem> check() {
    List<Problem> problems = new ArrayList<>();
    log.tables().forEach(table -> problems.addAll(check(table)));
    log.catalogue()
        .ifPresent(table -> problems.addAll(items(table, log.log().catalogue().orElseThrow())));
    return problems.stream().distinct().toList();
  }

  private List<Problem> check(LogTable table) {
    List<EventBranch> branches =
        query.branches().stream().filter(branch -> branch.table().equals(table)).toList();
    List<Problem> problems = new ArrayList<>(undecided(table, branches));
    branches.forEach(branch -> problems.addAll(check(branch)));
    return problems;
  }

  private List<Problem> check(EventBranch branch) {
    Rows rows =
        new Rows(
            branch.table(), query.rows(branch), branch.expressions().holds(branch.rule().when()));
    List<Problem> problems = new ArrayList<>(clients(rows, branch.events()));
    problems.addAll(times(rows, branch.rule().time().orElse(branch.events().time())));
    for (BoundField field : log.fields()) {
      ValueColumn column = branch.rule().fields().get(field.field().name());
      if (column != null) {
        problems.addAll(values(rows, field, column));
      }
    }
    return problems;
  }

  private List<Problem> clients(Rows rows, EventTable events) {
    Expressions expressions = rows.expressions();
    String client = events.client().column();
    List<Problem> problems = new ArrayList<>();
    if (!events.dropWithoutClient()) {
      String missing = expressions.present(client) + " IS NULL";
      problems.addAll(
          find(rows, client, missing, "a client id", "Drop such rows with missing: drop."));
    }
    String id = expressions.value(events.client(), log.clientKind());
    problems.addAll(
        find(rows, client, expressions.unreadable(client, id), "an integer client id", ""));
    return problems;
  }

  private List<Problem> items(LogTable table, ItemTable items) {
    Expressions expressions = new Expressions(table);
    Doubt doubt = new Doubt(items.when(), expressions.undecided(items.when()));
    List<Problem> problems =
        new ArrayList<>(undecided(new Rows(table, table.relation(), "true"), List.of(doubt)));
    Rows rows = new Rows(table, table.relation(), expressions.holds(items.when()));
    log.item().ifPresent(item -> problems.addAll(values(rows, item, items.item())));
    for (BoundField attribute : log.attributes()) {
      ValueColumn column = items.attributes().get(attribute.field().name());
      if (column != null) {
        problems.addAll(values(rows, attribute, column));
      }
    }
    return problems;
  }

  /** A row that is in doubt under several rules of its table is one row at fault. */
  private List<Problem> undecided(LogTable table, List<EventBranch> branches) {
    List<Problem> problems = new ArrayList<>();
    List<Doubt> doubts = new ArrayList<>();
    for (EventBranch branch : branches) {
      Expressions expressions = branch.expressions();
      List<Condition> when = branch.rule().when();
      String undecided = "(" + expressions.undecided(when) + ")";
      if (branch.rule().firstOf().isPresent()) { // of these only the first rows count
        Rows rows = new Rows(table, query.rows(branch), "true");
        problems.addAll(undecided(rows, List.of(new Doubt(when, undecided))));
      } else {
        doubts.add(new Doubt(when, undecided + " AND " + query.isBefore(branch)));
      }
    }
    EventTable events = branches.getFirst().events();
    String present = new Expressions(table).present(events.client().column()) + " IS NOT NULL";
    String when = events.dropWithoutClient() ? present : "true";
    problems.addAll(undecided(new Rows(table, table.relation(), when), doubts));
    return problems;
  }

  /** Texts that are no numbers where it hangs on them whether a row counts. */
  private List<Problem> undecided(Rows rows, List<Doubt> doubts) {
    Map<String, List<String>> byColumn = new LinkedHashMap<>();
    for (Doubt doubt : doubts) {
      doubt.conditions().stream()
          .filter(Condition::isNumeric)
          .map(Condition::column)
          .distinct()
          .forEach(column ->
              byColumn.computeIfAbsent(column, any -> new ArrayList<>()).add(doubt.where()));
    }
    Expressions expressions = rows.expressions();
    List<Problem> problems = new ArrayList<>();
    byColumn.forEach((column, where) -> {
      String bad = expressions.unreadable(column, expressions.number(column));
      String doubtful = "((" + String.join(") OR (", where) + ")) AND " + bad;
      problems.addAll(find(rows, column, doubtful, "a number", ""));
    });
    return problems;
  }

  private List<Problem> times(Rows rows, TimeColumn time) {
    Expressions expressions = rows.expressions();
    String column = time.column();
    String missing = expressions.present(column) + " IS NULL";
    List<Problem> problems = new ArrayList<>(find(rows, column, missing, "a time", ""));
    String unreadable = expressions.unreadable(column, expressions.micros(time, log.utc()));
    String expected = time.format().map(format -> "a time like " + format).orElse("a time");
    problems.addAll(find(rows, column, unreadable, expected, ""));
    return problems;
  }

  private List<Problem> values(Rows rows, BoundField field, ValueColumn value) {
    Expressions expressions = rows.expressions();
    if (field.field().kind() == FieldKind.CODES) {
      int width = field.field().width();
      String raw = expressions.value(value, field.kind());
      String bad = "(%s) IS NOT NULL AND %s IS NULL".formatted(raw, Expressions.hex(raw, width));
      return find(rows, value.column(), bad, width + " integers 0 … 255", "");
    }
    String expected = field.isCoded() ? "an integer" : "a number";
    return ValueChecks.unreadable(expressions, field, value)
        .map(bad -> find(rows, value.column(), bad, expected, ""))
        .orElse(List.of());
  }

  private List<Problem> find(Rows rows, String column, String bad, String expected, String advice) {
    List<Row> found =
        database.rows(
            Sql.load("bad-rows")
                .with("column", Sql.name(column))
                .with("relation", rows.relation())
                .with("when", rows.when())
                .with("bad", bad)
                .text());
    List<Problem> problems = new ArrayList<>();
    for (Row row : found) {
      Path file = rows.table().table().files().get((int) row.number(0));
      long more = row.number(3) - 1;
      String value = row.find(2).map(text -> "'" + shorten(text) + "'").orElse("nothing");
      String also = more == 0 ? "" : String.format(Locale.ROOT, " (and %,d more rows)", more);
      problems.add(
          new Problem(file.toString(), row.number(1) + 1, column, expected, value + also, advice));
    }
    return problems;
  }

  private static String shorten(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= 60 ? line : line.substring(0, 60) + "…";
  }
}
