package io.habitus.ingest.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.run.RunContext;
import io.habitus.ingest.log.TableFiles;
import io.habitus.ingest.log.TableFormat;
import io.habitus.ingest.log.TimeColumn;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.Row;
import io.habitus.ingest.sql.Sql;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Texts that are read without a zone, against reading every text with one. */
class TextTimesTest {
  private static final List<String> DATES =
      List.of("2024-05-02", "2024-02-29", "2023-02-29", "1969-12-31", "0001-01-01", "9999-12-31");
  private static final List<String> TIMES =
      List.of(
          " 10:00:00",
          "T10:00:00",
          " 23:59:59",
          " 24:00:00",
          " 25:00:00",
          " 10:60:00",
          " 10:00:60",
          " 10:00:5Z",
          " 10:00:+2",
          " 10:00+02",
          " 10:00-02",
          "T10:00:0Z",
          " 10:00:00Z",
          " 10:00:00+02",
          " 10:00:00-03:30",
          " 10:00:00 UTC",
          " 10:00:00.5",
          " 10:00:00.1234567",
          " 10:00",
          "",
          " 1:2:3",
          "  10:00:00",
          "T10:00:00+01:00",
          " 10:00:00 Europe/Warsaw",
          "x10:00:00",
          " 10:00:ab");
  private static final List<String> OTHERS =
      List.of("infinity", "-infinity", "epoch", "", "yesterday", "20240502", "2024/05/02 10:00:00");

  @Test
  void areTheSameInstants() {
    List<String> texts = new ArrayList<>(OTHERS);
    DATES.forEach(date -> TIMES.forEach(time -> texts.add(date + time)));
    LogTable table =
        new LogTable(
            "texts",
            new TableFiles(List.of(Path.of("texts.csv")), new TableFormat.Parquet()),
            Map.of("t", "VARCHAR"));
    Expressions expressions = new Expressions(table);
    TimeColumn column = TimeColumn.of("t");
    try (Database database = Database.open("UTC", RunContext.silent())) {
      database.execute("CREATE TABLE texts AS SELECT unnest(" + Sql.texts(texts) + ") AS t");
      String sql = "SELECT t, " + expressions.micros(column, true) + ", ";
      String withZone = expressions.micros(column, false) + " FROM texts";
      List<Row> rows = database.rows(sql + withZone);
      assertThat(rows).hasSameSizeAs(texts);
      assertThat(rows).allSatisfy(row -> assertThat(row.find(1)).isEqualTo(row.find(2)));
      assertThat(rows).filteredOn(row -> row.isNull(1)).hasSizeGreaterThan(20);
      assertThat(rows).filteredOn(row -> !row.isNull(1)).hasSizeGreaterThan(60);
    }
  }
}
