package io.habitus.ingest.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.problem.InputException;
import io.habitus.core.profile.ProfileFolder;
import io.habitus.core.profile.Profiles;
import io.habitus.core.provenance.Provenance;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.ClientIds;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileTableTest {
  private static final RunContext CONTEXT = RunContext.silent();

  @TempDir Path dir;

  private static List<String> rows(String sql) {
    try (Database database = Database.open("UTC", CONTEXT)) {
      return database.rows(sql).stream().map(Row::toString).toList();
    }
  }

  private Path profiles(long[] ids, int width, float... vectors) {
    Path folder = dir.resolve("profiles");
    ProfileFolder.write(
        folder, Profiles.ofFloats(ids, width, vectors), Provenance.of("test").finish());
    return folder;
  }

  /** Names of even codes. */
  private static final ClientIds NAMES =
      new ClientIds() {
        @Override
        public boolean isString() {
          return true;
        }

        @Override
        public Optional<String> find(long code) {
          return code % 2 == 0 ? Optional.of("client " + code) : Optional.empty();
        }

        @Override
        public OptionalLong code(String id) {
          throw new UnsupportedOperationException();
        }
      };

  @Test
  void aRowPerClientInTheOrderOfTheFolder() {
    Path folder = profiles(new long[] {7, -3, 5}, 2, 0.1f, 1, -2, Float.NaN, 65504, 0);
    Path file = dir.resolve("new/profiles.parquet");
    assertThat(ProfileTable.write(folder, file, CONTEXT).size()).isEqualTo(3);
    assertThat(rows("DESCRIBE SELECT * FROM '" + file + "'"))
        .satisfiesExactly(
            id -> assertThat(id).startsWith("[client_id, BIGINT"),
            vector -> assertThat(vector).startsWith("[vector, FLOAT[]"));
    assertThat(rows("SELECT client_id, vector[1], vector[2], len(vector) FROM '" + file + "'"))
        .containsExactly(
            "[7, " + Float.float16ToFloat(Float.floatToFloat16(0.1f)) + ", 1.0, 2]",
            "[-3, -2.0, NaN, 2]",
            "[5, 65504.0, 0.0, 2]");
    assertThat(dir.resolve("new")).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void namesTravelWithTheVectorsOverManyRowGroups() {
    int clients = 300_000; // a row group of DuckDB has 122,880 rows
    long[] ids = LongStream.range(0, clients).map(i -> (i * 7_919) % clients).toArray();
    float[] vectors = new float[clients];
    IntStream.range(0, clients).forEach(i -> vectors[i] = ids[i] % 2_048);
    Path folder = profiles(ids, 1, vectors);
    new ClientNames(NAMES, CONTEXT).write(folder.resolve(ClientNames.FILE), ids);
    Path file = dir.resolve("profiles.parquet");
    ProfileTable.write(folder, file, CONTEXT);
    assertThat(
            rows(
                """
                SELECT count(*), count(client),
                  count(*) FILTER (client = 'client ' || client_id),
                  count(*) FILTER (vector[1] = client_id %% 2048),
                  count(*) FILTER (client_id = (file_row_number * 7919) %% 300000)
                FROM read_parquet('%s', file_row_number = true)\
                """
                    .formatted(file)))
        .containsExactly("[300000, 150000, 150000, 300000, 300000]");
  }

  @Test
  void namesOfOtherClientsAreRefusedAndTheOldFileStays() throws Exception {
    Path file = Files.writeString(dir.resolve("profiles.parquet"), "old");
    Path folder = profiles(new long[] {2, 4}, 1, 1, 2);
    Path names = folder.resolve(ClientNames.FILE);
    for (long[] others : new long[][] {{4, 2}, {2}, {2, 4, 6}}) {
      Files.deleteIfExists(names);
      new ClientNames(NAMES, CONTEXT).write(names, others);
      assertThatThrownBy(() -> ProfileTable.write(folder, file, CONTEXT))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("clients.parquet")
          .hasMessageContaining("Embed again");
      assertThat(file).hasContent("old");
      assertThat(dir).isDirectoryNotContaining("glob:**.part");
    }
  }

  @Test
  void aFolderWithoutProfilesIsRefused() {
    assertThatThrownBy(() -> ProfileTable.write(dir, dir.resolve("x.parquet"), CONTEXT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("client_ids.npy");
  }
}
