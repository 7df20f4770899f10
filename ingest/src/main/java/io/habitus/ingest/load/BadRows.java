package io.habitus.ingest.load;

import io.habitus.core.problem.Problem;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.store.VocabularyKind;
import io.habitus.ingest.log.TimeColumn;
import io.habitus.ingest.log.ValueColumn;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.Row;
import io.habitus.ingest.sql.Sql;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Rows of a table that are at fault: for each file, column and kind of fault the first of them, and
 * how many more there are.
 *
 * @param database where the table is
 * @param table whose files the rows are from
 * @param relation the rows to look at, with all columns of the table
 * @param when what must hold of them besides
 */
record BadRows(Database database, LogTable table, String relation, String when) {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+([.][0-9]+)?(e[+-]?[0-9]+)?");
  private static final BigDecimal LARGEST = new BigDecimal(BigInteger.valueOf(Long.MAX_VALUE));
  private static final BigDecimal SMALLEST = new BigDecimal(BigInteger.valueOf(Long.MIN_VALUE));
  private static final String TOO_LARGE =
      "Integers go from -2^63 to 2^63 - 1; ids beyond are read as strings: type: string in a schema.";

  /** All rows of a table. */
  static BadRows of(Database database, LogTable table) {
    return new BadRows(database, table, table.relation(), "true");
  }

  Expressions expressions() {
    return new Expressions(table);
  }

  /** Rows without a client. */
  List<Problem> clientless(String column) {
    String missing = expressions().present(column) + " IS NULL";
    return find(column, missing, "a client id", "Drop such rows with missing: drop.");
  }

  /** Client ids that are there, but are none. */
  List<Problem> clients(ValueColumn client, VocabularyKind kind) {
    String id = expressions().value(client, kind);
    return find(
        client.column(), expressions().unreadable(client.column(), id), "an integer client id", "");
  }

  /** Times that are missing or none. */
  List<Problem> times(TimeColumn time, boolean utc) {
    String column = time.column();
    String missing = expressions().present(column) + " IS NULL";
    List<Problem> problems = new ArrayList<>(find(column, missing, "a time", ""));
    String unreadable = expressions().unreadable(column, expressions().micros(time, utc));
    String expected = time.format().map(format -> "a time like " + format).orElse("a time");
    problems.addAll(find(column, unreadable, expected, ""));
    return problems;
  }

  /** Values that are there, but are none of the field's kind. */
  List<Problem> values(BoundField field, ValueColumn value) {
    if (field.field().kind() == FieldKind.CODES) {
      int width = field.field().width();
      String raw = expressions().value(value, field.kind());
      String bad = "(%s) IS NOT NULL AND %s IS NULL".formatted(raw, Expressions.hex(raw, width));
      return find(value.column(), bad, width + " integers 0 … 255", "");
    }
    String expected = field.isCoded() ? "an integer" : "a number";
    return ValueChecks.unreadable(expressions(), field, value)
        .map(bad -> find(value.column(), bad, expected, ""))
        .orElse(List.of());
  }

  /** Rows for which a condition holds. */
  List<Problem> find(String column, String bad, String expected, String advice) {
    List<Row> rows =
        database.rows(
            Sql.load("bad-rows")
                .with("column", Sql.name(column))
                .with("relation", relation)
                .with("when", when)
                .with("bad", bad)
                .text());
    return rows.stream().map(row -> problem(row, column, expected, advice)).toList();
  }

  private Problem problem(Row row, String column, String expected, String advice) {
    Path file = table.table().files().get((int) row.number(0));
    long more = row.number(3) - 1;
    String value = row.find(2).map(text -> "'" + shorten(text) + "'").orElse("nothing");
    String also = more == 0 ? "" : String.format(Locale.ROOT, " (and %,d more rows)", more);
    boolean tooLarge =
        expected.startsWith("an integer") && row.find(2).filter(BadRows::isBeyond).isPresent();
    return new Problem(
        file.toString(),
        row.number(1) + 1,
        column,
        expected,
        value + also,
        tooLarge ? TOO_LARGE : advice);
  }

  private static boolean isBeyond(String value) {
    if (!NUMBER.matcher(value).matches()) {
      return false;
    }
    BigDecimal number = new BigDecimal(value);
    return number.compareTo(LARGEST) > 0 || number.compareTo(SMALLEST) < 0;
  }

  private static String shorten(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= 60 ? line : line.substring(0, 60) + "…";
  }
}
