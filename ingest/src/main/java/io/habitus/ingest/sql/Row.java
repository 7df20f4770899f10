package io.habitus.ingest.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One row of a small result. */
public final class Row {
  private final @Nullable Object[] values;

  private Row(@Nullable Object[] values) {
    this.values = values;
  }

  static Row read(ResultSet result, int columns) throws SQLException {
    @Nullable Object[] values = new Object[columns];
    for (int c = 0; c < columns; c++) {
      values[c] = result.getObject(c + 1);
    }
    return new Row(values);
  }

  public boolean isNull(int column) {
    return values[column] == null;
  }

  public long number(int column) {
    if (values[column] instanceof Number number) {
      return number.longValue();
    }
    throw new IllegalStateException("expected a number, found " + values[column]);
  }

  /** The value as text, or empty for NULL. */
  public Optional<String> find(int column) {
    return Optional.ofNullable(values[column]).map(Object::toString);
  }

  /** The value as text, or "NULL". */
  public String text(int column) {
    return find(column).orElse("NULL");
  }

  public boolean isTrue(int column) {
    return Boolean.TRUE.equals(values[column]);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
