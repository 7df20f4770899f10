package io.habitus.ingest.load;

import io.habitus.core.problem.Problem;
import io.habitus.core.schema.FieldKind;
import io.habitus.ingest.log.Condition;
import io.habitus.ingest.log.EventRule;
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
public final class RowChecks {
  private final Database database;
  private final BoundLog log;

  RowChecks(Database database, BoundLog log) {
    this.database = database;
    this.log = log;
  }

  /** One problem for each file, column and kind of fault: the first row, and how many more. */
  List<Problem> check() {
    List<Problem> problems = new ArrayList<>();
    for (int t = 0; t < log.tables().size(); t++) {
      problems.addAll(check(log.tables().get(t), log.log().tables().get(t)));
    }
    log.catalogue()
        .ifPresent(table -> problems.addAll(check(table, log.log().catalogue().orElseThrow())));
    return problems.stream().distinct().toList();
  }

  private List<Problem> check(LogTable table, EventTable events) {
    List<Problem> problems = new ArrayList<>();
    Expressions expressions = new Expressions(table);
    String client = events.client().column();
    String id = expressions.value(events.client(), log.clientKind());
    problems.addAll(
        undecided(
            table,
            expressions,
            events.rules().stream().map(EventRule::when).toList(),
            events.dropWithoutClient() ? expressions.present(client) + " IS NOT NULL" : "true"));
    for (EventRule rule : events.rules()) {
      String when = when(expressions, events, rule);
      if (!events.dropWithoutClient()) {
        String missing = expressions.present(client) + " IS NULL";
        problems.addAll(
            find(
                table, client, missing, when, "a client id", "Drop such rows with missing: drop."));
      }
      problems.addAll(
          find(
              table, client, expressions.unreadable(client, id), when, "an integer client id", ""));
      problems.addAll(times(table, expressions, rule.time().orElse(events.time()), when));
      for (BoundField field : log.fields()) {
        ValueColumn column = rule.fields().get(field.field().name());
        if (column != null) {
          problems.addAll(values(table, expressions, field, column, when));
        }
      }
    }
    return problems;
  }

  private List<Problem> check(LogTable table, ItemTable items) {
    List<Problem> problems = new ArrayList<>();
    Expressions expressions = new Expressions(table);
    String when = expressions.holds(items.when());
    problems.addAll(undecided(table, expressions, List.of(items.when()), "true"));
    log.item()
        .ifPresent(item -> problems.addAll(values(table, expressions, item, items.item(), when)));
    for (BoundField attribute : log.attributes()) {
      ValueColumn column = items.attributes().get(attribute.field().name());
      if (column != null) {
        problems.addAll(values(table, expressions, attribute, column, when));
      }
    }
    return problems;
  }

  private static String when(Expressions expressions, EventTable events, EventRule rule) {
    List<String> conditions = new ArrayList<>();
    conditions.add(expressions.holds(rule.when()));
    if (events.dropWithoutClient()) {
      conditions.add(expressions.present(events.client().column()) + " IS NOT NULL");
    }
    return String.join(" AND ", conditions);
  }

  /**
   * Texts that are no numbers where it hangs on them whether a row counts.
   *
   * @param rules the conditions of each rule
   * @param when what must hold besides
   */
  private List<Problem> undecided(
      LogTable table, Expressions expressions, List<List<Condition>> rules, String when) {
    Map<String, List<String>> byColumn = new LinkedHashMap<>();
    for (List<Condition> rule : rules) {
      rule.stream()
          .filter(Condition::isNumeric)
          .map(Condition::column)
          .distinct()
          .forEach(column ->
              byColumn
                  .computeIfAbsent(column, any -> new ArrayList<>())
                  .add(expressions.undecided(rule)));
    }
    List<Problem> problems = new ArrayList<>();
    byColumn.forEach((column, hangs) -> {
      String bad = expressions.unreadable(column, expressions.number(column));
      String rows = "(" + String.join(" OR ", hangs) + ") AND " + when;
      problems.addAll(find(table, column, bad, rows, "a number", ""));
    });
    return problems;
  }

  private List<Problem> times(
      LogTable table, Expressions expressions, TimeColumn time, String when) {
    String micros = expressions.micros(time, log.utc());
    List<Problem> problems = new ArrayList<>();
    problems.addAll(
        find(
            table,
            time.column(),
            expressions.present(time.column()) + " IS NULL",
            when,
            "a time",
            ""));
    String expected = time.format().map(format -> "a time like " + format).orElse("a time");
    problems.addAll(
        find(
            table,
            time.column(),
            expressions.unreadable(time.column(), micros),
            when,
            expected,
            ""));
    return problems;
  }

  private List<Problem> values(
      LogTable table, Expressions expressions, BoundField field, ValueColumn value, String when) {
    if (field.field().kind() == FieldKind.CODES) {
      int width = field.field().width();
      String raw = expressions.value(value, field.kind());
      String bad = "(%s) IS NOT NULL AND %s IS NULL".formatted(raw, Expressions.hex(raw, width));
      return find(table, value.column(), bad, when, width + " integers 0 … 255", "");
    }
    String expected = field.isCoded() ? "an integer" : "a number";
    return ValueChecks.unreadable(expressions, field, value)
        .map(bad -> find(table, value.column(), bad, when, expected, ""))
        .orElse(List.of());
  }

  private List<Problem> find(
      LogTable table, String column, String bad, String when, String expected, String advice) {
    List<Row> rows =
        database.rows(
            Sql.load("bad-rows")
                .with("column", Sql.name(column))
                .with("relation", table.relation())
                .with("when", when)
                .with("bad", bad)
                .text());
    List<Problem> problems = new ArrayList<>();
    for (Row row : rows) {
      Path file = table.table().files().get((int) row.number(0));
      long more = row.number(3) - 1;
      String found = row.find(2).map(text -> "'" + shorten(text) + "'").orElse("nothing");
      String also = more == 0 ? "" : String.format(Locale.ROOT, " (and %,d more rows)", more);
      problems.add(
          new Problem(file.toString(), row.number(1) + 1, column, expected, found + also, advice));
    }
    return problems;
  }

  private static String shorten(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= 60 ? line : line.substring(0, 60) + "…";
  }
}
