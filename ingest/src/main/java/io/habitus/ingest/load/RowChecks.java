package io.habitus.ingest.load;

import io.habitus.core.problem.Problem;
import io.habitus.ingest.log.Condition;
import io.habitus.ingest.log.EventTable;
import io.habitus.ingest.log.ItemTable;
import io.habitus.ingest.log.ValueColumn;
import io.habitus.ingest.sql.Database;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
    EventTable events = branch.events();
    String holds = branch.expressions().holds(branch.rule().when());
    BadRows rows = new BadRows(database, branch.table(), query.rows(branch), holds);
    List<Problem> problems = new ArrayList<>();
    if (!events.dropWithoutClient()) {
      problems.addAll(rows.clientless(events.client().column()));
    }
    problems.addAll(rows.clients(events.client(), log.clientKind()));
    problems.addAll(rows.times(branch.rule().time().orElse(events.time()), log.utc()));
    for (BoundField field : log.fields()) {
      ValueColumn column = branch.rule().fields().get(field.field().name());
      if (column != null) {
        problems.addAll(rows.values(field, column));
      }
    }
    return problems;
  }

  private List<Problem> items(LogTable table, ItemTable items) {
    Expressions expressions = new Expressions(table);
    Doubt doubt = new Doubt(items.when(), expressions.undecided(items.when()));
    List<Problem> problems =
        new ArrayList<>(undecided(BadRows.of(database, table), List.of(doubt)));
    String holds = expressions.holds(items.when());
    BadRows rows = new BadRows(database, table, table.relation(), holds);
    log.item().ifPresent(item -> problems.addAll(rows.values(item, items.item())));
    for (BoundField attribute : log.attributes()) {
      ValueColumn column = items.attributes().get(attribute.field().name());
      if (column != null) {
        problems.addAll(rows.values(attribute, column));
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
        BadRows rows = new BadRows(database, table, query.rows(branch), "true");
        problems.addAll(undecided(rows, List.of(new Doubt(when, undecided))));
      } else {
        doubts.add(new Doubt(when, undecided + " AND " + query.isBefore(branch)));
      }
    }
    EventTable events = branches.getFirst().events();
    String present = new Expressions(table).present(events.client().column()) + " IS NOT NULL";
    String when = events.dropWithoutClient() ? present : "true";
    problems.addAll(undecided(new BadRows(database, table, table.relation(), when), doubts));
    return problems;
  }

  /** Texts that are no numbers where it hangs on them whether a row counts. */
  private List<Problem> undecided(BadRows rows, List<Doubt> doubts) {
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
      problems.addAll(rows.find(column, doubtful, "a number", ""));
    });
    return problems;
  }
}
