package io.habitus.ingest.load;

import io.habitus.core.store.VocabularyKind;
import io.habitus.ingest.log.Condition;
import io.habitus.ingest.log.TimeColumn;
import io.habitus.ingest.log.ValueColumn;
import io.habitus.ingest.sql.Sql;
import java.util.List;
import java.util.stream.Collectors;

/** SQL expressions over the columns of one table. */
final class Expressions {
  /** Text that is an integer and nothing else; {@code 007} and {@code 1.5} are not. */
  private static final String INTEGER_TEXT = "-?(0|[1-9][0-9]{0,17})([.]0*)?";

  private static final String CODES_TEXT = "[\\[\\]0-9,\\s]+";

  /** Text that has room for a date and seconds, but not for a zone other than UTC. */
  private static final String PLAIN = "____-__-__ __:__:__";

  private final LogTable table;

  Expressions(LogTable table) {
    this.table = table;
  }

  ColumnKind kind(String column) {
    return ColumnKind.of(table.types().getOrDefault(column, ""));
  }

  /** A column whose empty texts and NaNs are NULL. */
  String present(String column) {
    String name = Sql.name(column);
    return switch (kind(column)) {
      case TEXT -> "nullif(" + name + ", '')";
      case FLOATING ->
          table.types().getOrDefault(column, "").startsWith("DECIMAL")
              ? name
              : "CASE WHEN NOT isnan(" + name + ") THEN " + name + " END";
      case INTEGER, WIDE, TIMESTAMP, INSTANT, DATE, LIST, OTHER -> name;
    };
  }

  /** The value as BIGINT (INTEGER) or VARCHAR (TEXT, CODES), NULL where absent or not one. */
  String value(ValueColumn value, VocabularyKind kind) {
    return switch (value.derived()) {
      case ValueColumn.Derivation.Itself itself ->
          kind == VocabularyKind.INTEGER ? integer(value.column()) : string(value.column());
      case ValueColumn.Derivation.Prefix prefix ->
          "left(" + string(value.column()) + ", " + prefix.length() + ")";
      case ValueColumn.Derivation.Buckets buckets ->
          cast(bucket(number(value.column()), buckets.count()), kind);
    };
  }

  private static String cast(String integer, VocabularyKind kind) {
    return kind == VocabularyKind.INTEGER ? integer : "CAST(" + integer + " AS VARCHAR)";
  }

  /** Number of smaller values · count / number of values, so equal values share a bucket. */
  static String bucket(String number, int count) {
    return ("CASE WHEN %1$s IS NOT NULL THEN CAST((rank() OVER (PARTITION BY %1$s IS NULL ORDER BY"
            + " %1$s) - 1) * %2$d // count(%1$s) OVER () AS BIGINT) END")
        .formatted(number, count);
  }

  private String integer(String column) {
    String name = present(column);
    return switch (kind(column)) {
      case INTEGER -> "CAST(" + name + " AS BIGINT)";
      case FLOATING ->
          "CASE WHEN %1$s = floor(%1$s) THEN try_cast(%1$s AS BIGINT) END".formatted(name);
      case TEXT ->
          "CASE WHEN regexp_full_match(%1$s, '%2$s') THEN try_cast(%1$s AS BIGINT) END"
              .formatted(name, INTEGER_TEXT);
      case WIDE, TIMESTAMP, INSTANT, DATE, LIST, OTHER -> "try_cast(" + name + " AS BIGINT)";
    };
  }

  /** A column as text, NULL where absent; whole numbers without a point. */
  String string(String column) {
    String name = present(column);
    return switch (kind(column)) {
      case TEXT -> name;
      case FLOATING ->
          "CASE WHEN %1$s = floor(%1$s) THEN CAST(try_cast(%1$s AS BIGINT) AS VARCHAR) ELSE CAST(%1$s AS VARCHAR) END"
              .formatted(name);
      case INTEGER, WIDE, TIMESTAMP, INSTANT, DATE, LIST, OTHER -> "CAST(" + name + " AS VARCHAR)";
    };
  }

  /** A column as DOUBLE, NULL where absent or not a number. */
  String number(String column) {
    return "try_cast(" + present(column) + " AS DOUBLE)";
  }

  /** True for a row whose column has something, but not what the expression could read. */
  String unreadable(String column, String expression) {
    return "(" + present(column) + " IS NOT NULL AND (" + expression + ") IS NULL)";
  }

  /** Whether all values of a column are integers. */
  String allIntegers(String column) {
    return "coalesce(bool_and((%s) IS NOT NULL) FILTER (%s IS NOT NULL), true)"
        .formatted(integer(column), present(column));
  }

  /** Microseconds since the epoch, NULL where absent or not a time. */
  String micros(TimeColumn time, boolean utc) {
    String name = present(time.column());
    if (time.unit().isPresent()) {
      return epoch(number(time.column()), integer(time.column()), time.unit().get());
    }
    if (time.format().isPresent() || !time.prefix().isEmpty()) {
      String text = Sql.text(time.prefix()) + " || " + string(time.column());
      return time.format()
          .map(format -> zoned("try_strptime(" + text + ", " + Sql.text(format) + ")", utc))
          .orElse(instant("try_cast(" + text + " AS TIMESTAMPTZ)"));
    }
    return switch (kind(time.column())) {
      case TIMESTAMP -> zoned("CAST(" + name + " AS TIMESTAMP)", utc);
      case DATE -> zoned("CAST(" + name + " AS TIMESTAMP)", utc);
      case INSTANT -> instant(name);
      case TEXT -> text(Sql.name(time.column()), utc);
      case INTEGER, WIDE, FLOATING, LIST, OTHER -> instant("try_cast(" + name + " AS TIMESTAMPTZ)");
    };
  }

  /** A wall-clock time in the session's zone. */
  private static String zoned(String timestamp, boolean utc) {
    return instant(utc ? timestamp : "CAST(" + timestamp + " AS TIMESTAMPTZ)");
  }

  /** Text without a zone is read without one where it means UTC, in less than half the time. */
  private static String text(String column, boolean utc) {
    String any = instant("try_cast(" + column + " AS TIMESTAMPTZ)");
    return utc
        ? "CASE WHEN %1$s LIKE '%2$s' THEN %3$s ELSE %4$s END"
            .formatted(column, PLAIN, instant("try_cast(" + column + " AS TIMESTAMP)"), any)
        : any;
  }

  /** NULL for the infinities too. */
  private static String instant(String timestamp) {
    return "epoch_us(" + timestamp + ")";
  }

  private static String epoch(String number, String integer, TimeColumn.EpochUnit unit) {
    return switch (unit) {
      case SECONDS -> "CAST(round((" + number + ") * 1000000) AS BIGINT)";
      case MILLIS -> "CAST(round((" + number + ") * 1000) AS BIGINT)";
      case MICROS -> integer;
      case NANOS -> "(" + integer + ") // 1000";
    };
  }

  /** Whether all conditions hold; never NULL, true where there is none. */
  String holds(List<Condition> conditions) {
    return conditions.isEmpty() ? "true" : "coalesce(" + all(conditions) + ", false)";
  }

  /** Whether it hangs on a text that is no number if all conditions hold. */
  String undecided(List<Condition> conditions) {
    return conditions.stream().anyMatch(this::isNumberOfText)
        ? "(" + all(conditions) + ") IS NULL"
        : "false";
  }

  private boolean isNumberOfText(Condition condition) {
    return condition.isNumeric() && kind(condition.column()) == ColumnKind.TEXT;
  }

  /** NULL where every condition holds but for those that no number is there to decide. */
  private String all(List<Condition> conditions) {
    return conditions.stream().map(this::condition).collect(Collectors.joining(" AND ", "(", ")"));
  }

  /** A condition; NULL only where it compares a number with a text that is none. */
  private String condition(Condition condition) {
    String column = condition.column();
    return switch (condition.test()) {
      case Condition.Test.Above above -> compare(column, " > " + above.than());
      case Condition.Test.AtLeast least -> compare(column, " >= " + least.value());
      case Condition.Test.Below below -> compare(column, " < " + below.than());
      case Condition.Test.AtMost most -> compare(column, " <= " + most.value());
      case Condition.Test.OneOf one -> orFalse(string(column) + " IN " + list(one.values()));
      case Condition.Test.NoneOf none -> orFalse(string(column) + " NOT IN " + list(none.values()));
      case Condition.Test.StartsWith start ->
          orFalse("starts_with(" + string(column) + ", " + Sql.text(start.prefix()) + ")");
      case Condition.Test.Present present ->
          "(" + present(column) + (present.present() ? " IS NOT NULL)" : " IS NULL)");
    };
  }

  /** DuckDB holds NaN for the largest number; here it is none. */
  private String compare(String column, String than) {
    String number = number(column);
    return kind(column) == ColumnKind.TEXT
        ? "CASE WHEN %1$s IS NULL OR isnan(%2$s) THEN false ELSE %2$s%3$s END"
            .formatted(present(column), number, than)
        : orFalse(number + than);
  }

  private static String orFalse(String test) {
    return "coalesce(" + test + ", false)";
  }

  private static String list(List<String> values) {
    return values.stream().map(Sql::text).collect(Collectors.joining(", ", "(", ")"));
  }

  /** A code vector's text as {@code 2·width} hexadecimal digits, NULL where it is not one. */
  static String hex(String raw, int width) {
    return Sql.load("code-vector")
        .with("raw", raw)
        .with("allowed", Sql.text(CODES_TEXT))
        .with("width", width)
        .with("digits", 2 * width)
        .text()
        .strip();
  }
}
