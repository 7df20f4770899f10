package io.habitus.ingest.load;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.schema.FieldKind;
import io.habitus.ingest.log.ItemTable;
import io.habitus.ingest.log.ValueColumn;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.Row;
import io.habitus.ingest.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings the item table in: one row for each item. */
final class CatalogueLoader {
  static final String ITEMS = "catalogue_items";
  private static final int MOST_REPEATED = 5;

  private final Database database;
  private final BoundLog log;
  private final LogTable table;
  private final ItemTable items;
  private final BoundField item;

  CatalogueLoader(Database database, BoundLog log, LogTable table) {
    this.database = database;
    this.log = log;
    this.table = table;
    this.items = log.log().catalogue().orElseThrow();
    this.item =
        log.item()
            .orElseThrow(() ->
                new InputException(
                    Problem.inFile(
                        log.log().origin(), "an item field for the catalogue", "none", "")));
  }

  /** A row of the catalogue cannot be read. */
  static final class BadItemException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Whether all values can be read; code vectors are checked where they are coded. */
  void checkRows() {
    Expressions expressions = new Expressions(table);
    List<String> bad = new ArrayList<>();
    ValueChecks.unreadable(expressions, item, items.item()).ifPresent(bad::add);
    for (BoundField attribute : log.attributes()) {
      ValueColumn value = items.attributes().get(attribute.field().name());
      if (value != null && attribute.field().kind() != FieldKind.CODES) {
        ValueChecks.unreadable(expressions, attribute, value).ifPresent(bad::add);
      }
    }
    String any = bad.isEmpty() ? "false" : "(" + String.join(" OR ", bad) + ")";
    Row row =
        database.row(
            "SELECT count(*) FROM %s WHERE %s OR %s AND %s"
                .formatted(
                    table.relation(),
                    expressions.undecided(items.when()),
                    expressions.holds(items.when()),
                    any));
    if (row.number(0) > 0) {
      throw new BadItemException();
    }
  }

  /** Makes one row for each item, and checks that there is only one. */
  void stage() {
    Expressions expressions = new Expressions(table);
    List<String> names = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    List<String> firsts = new ArrayList<>();
    for (BoundField attribute : log.attributes()) {
      String name = "a" + attribute.index();
      ValueColumn value = items.attributes().get(attribute.field().name());
      names.add(name);
      columns.add(rowValue(expressions, attribute, value) + " AS " + name);
      firsts.add("arg_min(%1$s, place) FILTER (%1$s IS NOT NULL) AS %1$s".formatted(name));
    }
    database.execute(
        Sql.load("catalogue")
            .with("relation", ITEMS)
            .with("item", expressions.value(items.item(), item.kind()))
            .with("table", table.relation())
            .with("when", expressions.holds(items.when()))
            .with("columns", commas(columns))
            .with("firsts", commas(firsts))
            .with("names", commas(names))
            .text());
    if (!items.firstRowWins()) {
      checkRepeated();
    }
  }

  /** A row's value; buckets are cut later, over items rather than rows. */
  private static String rowValue(
      Expressions expressions, BoundField attribute, @Nullable ValueColumn value) {
    if (value == null) {
      return "NULL::" + attribute.sqlType();
    }
    if (!attribute.isCoded() || value.derived() instanceof ValueColumn.Derivation.Buckets) {
      return expressions.number(value.column());
    }
    return expressions.value(value, attribute.kind());
  }

  private static String commas(List<String> parts) {
    return parts.isEmpty() ? "" : ", " + String.join(", ", parts);
  }

  private void checkRepeated() {
    List<Row> repeated =
        database.rows(
            "SELECT item, rows FROM %s WHERE rows > 1 ORDER BY item LIMIT %d"
                .formatted(ITEMS, MOST_REPEATED));
    if (!repeated.isEmpty()) {
      throw new InputException(
          repeated.stream()
              .map(row ->
                  Problem.inColumn(
                      table.table().name(),
                      items.item().column(),
                      "one row for each item",
                      row.text(1) + " rows for item " + row.text(0),
                      "Keep one of them."))
              .toList());
    }
  }

  /** Values of the item field that the catalogue adds. */
  String itemValues() {
    return "SELECT item AS value FROM " + ITEMS;
  }
}
