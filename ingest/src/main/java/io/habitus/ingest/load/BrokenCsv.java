package io.habitus.ingest.load;

import io.habitus.core.problem.Problem;
import io.habitus.ingest.log.TableFormat;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.Sql;
import io.habitus.ingest.sql.SqlException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * Finds the first row of a text file that is not like the others. DuckDB, which looks at many rows
 * to find out how a file is written, only says of such a file that it could not; told the columns,
 * it names the line.
 */
final class BrokenCsv {
  private static final Pattern LINE = Pattern.compile("CSV Error on Line: (\\d+)");
  private static final Pattern COLUMNS =
      Pattern.compile("Expected Number of Columns: (\\d+) Found: (\\d+)");
  private static final String ADVICE = "Correct the row, or the schema's format.";

  private BrokenCsv() {}

  /** The row, or nothing where all rows are alike. */
  static Optional<Problem> find(Database database, Path file, TableFormat.Csv csv) {
    String columns =
        IntStream.range(0, columns(file, csv))
            .mapToObj(i -> "'c" + i + "': 'VARCHAR'")
            .collect(Collectors.joining(", ", "{", "}"));
    String rows =
        ("CREATE OR REPLACE TEMP TABLE broken AS SELECT max(COLUMNS(*)) FROM read_csv(%s,"
                + " auto_detect = false, columns = %s, header = %s, delim = %s, quote = %s,"
                + " encoding = %s)")
            .formatted(
                Sql.text(file.toString()),
                columns,
                csv.header(),
                Sql.text(csv.delimiter()),
                Sql.text(csv.quote()),
                Sql.text(csv.encoding()));
    try {
      database.execute(rows); // a result that is streamed does not say what was wrong
      return Optional.empty();
    } catch (SqlException e) {
      return problem(file, csv, String.valueOf(e.getMessage()));
    }
  }

  private static Optional<Problem> problem(Path file, TableFormat.Csv csv, String message) {
    Matcher line = LINE.matcher(message);
    if (!line.find()) {
      return Optional.empty();
    }
    Matcher columns = COLUMNS.matcher(message);
    boolean counted = columns.find();
    String unclosed = "a quotation mark that nothing closes";
    return Optional.of(
        new Problem(
            file.toString(),
            Long.parseLong(line.group(1)) - (csv.header() ? 1 : 0),
            null,
            counted ? columns.group(1) + " columns, as in the first line" : "a row",
            counted
                ? columns.group(2)
                : message.contains("unterminated quote") ? unclosed : "one that cannot be read",
            ADVICE));
  }

  /** Of the first line, quoted delimiters aside. */
  private static int columns(Path file, TableFormat.Csv csv) {
    if (!csv.header()) {
      return csv.columns().size();
    }
    String line = firstLine(file, csv);
    String quoted =
        csv.quote().isEmpty()
            ? line
            : line.replaceAll(
                Pattern.quote(csv.quote()) + ".*?" + Pattern.quote(csv.quote()), "quoted");
    return quoted.split(Pattern.quote(csv.delimiter()), -1).length;
  }

  private static String firstLine(Path file, TableFormat.Csv csv) {
    Charset charset =
        csv.encoding().equals("latin-1") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
    try (InputStream bytes = Files.newInputStream(file);
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
        BufferedReader lines = new BufferedReader(new InputStreamReader(plain, charset))) {
      String line = lines.readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
  }
}
