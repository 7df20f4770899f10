package io.habitus.ingest.sql;

import java.sql.SQLException;

/** DuckDB refused a statement. */
public final class SqlException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int MOST = 2_000;

  public SqlException(String during, SQLException cause) {
    super(shorten(String.valueOf(cause.getMessage())) + "\nduring: " + shorten(during), cause);
  }

  /** What DuckDB said, first line. */
  public String reason() {
    return String.valueOf(getMessage()).lines().findFirst().orElse("");
  }

  private static String shorten(String text) {
    return text.length() <= MOST ? text : text.substring(0, MOST) + " …";
  }
}
