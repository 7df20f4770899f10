package io.habitus.ingest.log;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a file of rows is written. */
public sealed interface TableFormat {

  /** Columnar, typed. */
  record Parquet() implements TableFormat {}

  /** One JSON object a line; {@code .gz} is unpacked. */
  record JsonLines() implements TableFormat {}

  /**
   * Delimited text; {@code .gz} is unpacked.
   *
   * @param delimiter between columns, such as {@code ,} or {@code ::}
   * @param header whether the first line names the columns
   * @param columns names of the columns where no header does
   * @param encoding {@code utf-8} or {@code latin-1}
   * @param quote around values that hold the delimiter; empty where values are never quoted
   */
  record Csv(String delimiter, boolean header, List<String> columns, String encoding, String quote)
      implements TableFormat {
    public Csv {
      columns = List.copyOf(columns);
      if (header == !columns.isEmpty()) {
        throw new IllegalArgumentException(
            "columns are named by the header or by the schema: expected one of them");
      }
    }

    /** With a header, in UTF-8, values that hold the delimiter in double quotes. */
    public static Csv separatedBy(String delimiter) {
      return new Csv(delimiter, true, List.of(), "utf-8", "\"");
    }
  }

  /** Guesses from the file's name; empty where it says nothing. */
  static Optional<TableFormat> ofName(String file) {
    String name = file.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    if (name.endsWith(".parquet")) {
      return Optional.of(new Parquet());
    }
    if (name.endsWith(".csv")) {
      return Optional.of(Csv.separatedBy(","));
    }
    if (name.endsWith(".tsv")) {
      return Optional.of(Csv.separatedBy("\t"));
    }
    return name.endsWith(".jsonl") || name.endsWith(".ndjson")
        ? Optional.of(new JsonLines())
        : Optional.empty();
  }
}
