package io.habitus.ingest.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.problem.InputException;
import io.habitus.core.run.RunContext;
import io.habitus.ingest.sql.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableReaderTest {
  @TempDir Path dir;

  private ClientTable read(Path file) {
    return TableReader.read(file, "client_id", RunContext.silent());
  }

  private Path csv(String text) throws IOException {
    return Files.writeString(dir.resolve("labels.csv"), text);
  }

  @Test
  void numbersFlagsAndNothing() throws IOException {
    ClientTable table = read(csv("value,client_id,vip\n1.5,7,true\n,5,false\n-2e3,9,\n"));
    assertThat(table.integers()).isTrue();
    assertThat(table.clientIds()).containsExactly(7, 5, 9);
    assertThat(table.columns()).containsExactly("value", "vip");
    assertThat(table.values()[0]).containsExactly(1.5, Double.NaN, -2000);
    assertThat(table.values()[1]).containsExactly(1, 0, Double.NaN);
  }

  @Test
  void idsThatAreText() throws IOException {
    ClientTable table = read(csv("client_id,vip\n007,1\nanna,0\n"));
    assertThat(table.integers()).isFalse();
    assertThat(table.clients()).containsExactly("007", "anna");
    assertThat(table.clientIds(String::length)).containsExactly(3, 4);
  }

  @Test
  void gzipAndParquet() throws IOException {
    Path zipped = dir.resolve("labels.csv.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write("client_id,v\n1,2\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(read(zipped).values()[0]).containsExactly(2);
    Path parquet = dir.resolve("labels.parquet");
    try (Database database = Database.open("UTC", RunContext.silent())) {
      database.execute(
          "COPY (SELECT 3::BIGINT AS client_id, 0.25::DOUBLE AS v, NULL::INT AS w) TO '"
              + parquet
              + "' (FORMAT parquet)");
    }
    ClientTable table = read(parquet);
    assertThat(table.clientIds()).containsExactly(3);
    assertThat(table.values()[0]).containsExactly(0.25);
    assertThat(table.values()[1]).containsExactly(Double.NaN);
  }

  @Test
  void everyProblemNamesItsRowAndColumn() throws IOException {
    assertThatThrownBy(() -> read(csv("client_id,v\n1,2\n,3\n1,x\n4,inf\n")))
        .isInstanceOfSatisfying(InputException.class, e -> assertThat(e.problems()).hasSize(4))
        .hasMessageContaining("row 2, client_id: expected a client, found none")
        .hasMessageContaining("row 3, client_id: expected every client once, found the client of")
        .hasMessageContaining("row 3, v: expected a number, true, false or nothing, found x")
        .hasMessageContaining("row 4, v: expected a number");
  }

  @Test
  void filesThatCannotBeRead() throws IOException {
    assertThatThrownBy(() -> read(dir.resolve("none.csv"))).hasMessageContaining("no such file");
    assertThatThrownBy(() -> read(csv("user,v\n1,2\n")))
        .hasMessageContaining("expected a column client_id, found columns [user, v]");
    assertThatThrownBy(() -> read(csv("client_id,v\n"))).hasMessageContaining("at least one row");
    Path broken = Files.writeString(dir.resolve("x.parquet"), "not parquet");
    assertThatThrownBy(() -> read(broken))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("x.parquet");
  }
}
