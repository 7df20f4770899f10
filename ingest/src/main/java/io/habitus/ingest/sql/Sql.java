package io.habitus.ingest.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** SQL text from resource files with {@code ${name}} to fill in, and quoting. */
public final class Sql {
  private final String name;
  private final String text;

  private Sql(String name, String text) {
    this.name = name;
    this.text = text;
  }

  /** Loads {@code NAME.sql} from this package's resources; comment lines are dropped. */
  public static Sql load(String name) {
    try (InputStream in = Sql.class.getResourceAsStream(name + ".sql")) {
      if (in == null) {
        throw new IllegalArgumentException("no SQL resource " + name);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Sql(
          name,
          text.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n")));
    } catch (IOException e) {
      throw new UncheckedIOException("reading SQL " + name, e);
    }
  }

  /** Fills in one name; it must occur. */
  public Sql with(String key, Object value) {
    String placeholder = "${" + key + "}";
    if (!text.contains(placeholder)) {
      throw new IllegalArgumentException(name + ".sql: no " + placeholder);
    }
    return new Sql(name, text.replace(placeholder, value.toString()));
  }

  /** The statement, once everything is filled in. */
  public String text() {
    if (text.contains("${")) {
      throw new IllegalStateException(name + ".sql: not filled in: " + text);
    }
    return text;
  }

  /** An identifier in double quotes. */
  public static String name(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /** A text literal in single quotes. */
  public static String text(String literal) {
    return "'" + literal.replace("'", "''") + "'";
  }

  /** A list of text literals: {@code ['a', 'b']}. */
  public static String texts(List<String> literals) {
    return literals.stream().map(Sql::text).collect(Collectors.joining(", ", "[", "]"));
  }
}
