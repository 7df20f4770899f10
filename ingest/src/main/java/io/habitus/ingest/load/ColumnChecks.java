package io.habitus.ingest.load;

import io.habitus.core.problem.Nearest;
import io.habitus.core.problem.Problem;
import io.habitus.core.schema.Field;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import io.habitus.ingest.log.Condition;
import io.habitus.ingest.log.EventRule;
import io.habitus.ingest.log.EventTable;
import io.habitus.ingest.log.ItemTable;
import io.habitus.ingest.log.TimeColumn;
import io.habitus.ingest.log.ValueColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a table has the columns that the schema names, of types that can be read. */
final class ColumnChecks {
  private final LogTable table;
  private final Expressions expressions;
  private final List<Problem> problems = new ArrayList<>();

  private ColumnChecks(LogTable table) {
    this.table = table;
    this.expressions = new Expressions(table);
  }

  static ColumnChecks of(LogTable table) {
    return new ColumnChecks(table);
  }

  List<Problem> check(EventTable events, Schema schema) {
    value(events.client());
    time(events.time());
    for (EventRule rule : events.rules()) {
      rule.time().ifPresent(this::time);
      rule.firstOf().ifPresent(this::exists);
      rule.when().forEach(this::condition);
      rule.fields()
          .forEach((name, column) -> field(schema.fields().get(schema.field(name)), column));
    }
    return problems.stream().distinct().toList();
  }

  List<Problem> check(ItemTable items, Schema schema) {
    value(items.item());
    items.when().forEach(this::condition);
    items
        .attributes()
        .forEach((name, column) ->
            field(schema.itemAttributes().get(schema.itemAttribute(name)), column));
    return problems.stream().distinct().toList();
  }

  /** Whether there are columns of integers, and one of times where that is wanted. */
  List<Problem> check(List<String> integers, Optional<TimeColumn> time) {
    integers.forEach(column -> value(ValueColumn.integer(column)));
    time.ifPresent(this::time);
    return problems.stream().distinct().toList();
  }

  private boolean exists(String column) {
    if (table.types().containsKey(column)) {
      return true;
    }
    problems.add(
        Problem.inColumn(
            table.table().name(),
            column,
            "a column of that name",
            "columns " + String.join(", ", table.types().keySet()),
            Nearest.advice(column, table.types().keySet())));
    return false;
  }

  private void condition(Condition condition) {
    if (!exists(condition.column()) || !condition.isNumeric()) {
      return;
    }
    switch (expressions.kind(condition.column())) {
      case INTEGER, WIDE, FLOATING, TEXT -> {}
      case TIMESTAMP, INSTANT, DATE, LIST, OTHER -> wrongType(condition.column(), "numbers");
    }
  }

  private void value(ValueColumn value) {
    if (!exists(value.column()) || value.type() != ValueColumn.ValueType.INTEGER) {
      return;
    }
    switch (expressions.kind(value.column())) {
      case INTEGER, WIDE, FLOATING -> {}
      case TEXT -> {
        if (!table.isText()) {
          wrongType(value.column(), "integers");
        }
      }
      case TIMESTAMP, INSTANT, DATE, LIST, OTHER -> wrongType(value.column(), "integers");
    }
  }

  private void time(TimeColumn time) {
    if (!exists(time.column())) {
      return;
    }
    boolean isNumber =
        switch (expressions.kind(time.column())) {
          case INTEGER, WIDE, FLOATING -> true;
          case TEXT, TIMESTAMP, INSTANT, DATE -> false;
          case LIST, OTHER -> {
            wrongType(time.column(), "a timestamp, text or a number");
            yield false;
          }
        };
    if (isNumber && time.unit().isEmpty() && time.format().isEmpty()) {
      wrongType(time.column(), "a timestamp or text, or a unit (seconds, millis, micros, nanos)");
    }
  }

  private void field(Field field, ValueColumn value) {
    value(value);
    if (!table.types().containsKey(value.column())) {
      return;
    }
    ColumnKind kind = expressions.kind(value.column());
    boolean isVector = kind == ColumnKind.TEXT || kind == ColumnKind.LIST;
    if (field.kind() == FieldKind.CODES && !isVector) {
      wrongType(value.column(), "code vectors, as text or lists");
    }
    boolean isNumber =
        kind == ColumnKind.INTEGER
            || kind == ColumnKind.WIDE
            || kind == ColumnKind.FLOATING
            || (kind == ColumnKind.TEXT && table.isText());
    if (field.kind() == FieldKind.NUMERIC && !isNumber) {
      wrongType(value.column(), "numbers");
    }
  }

  private void wrongType(String column, String expected) {
    problems.add(
        Problem.inColumn(
            table.table().name(), column, expected, table.types().getOrDefault(column, "?"), ""));
  }
}
