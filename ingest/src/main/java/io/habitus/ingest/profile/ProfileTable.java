package io.habitus.ingest.profile;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.profile.ProfileFolder;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.Sql;
import io.habitus.ingest.sql.SqlException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import org.duckdb.DuckDBAppender;

/**
 * A profile folder as one Parquet file, a row for each client in the folder's order: {@code
 * client_id} (int64), {@code client} (text; only where the folder has {@value ClientNames#FILE}),
 * {@code vector} (list of float32: the float16 values, which it holds exactly).
 */
public final class ProfileTable {
  private static final int ROWS_BETWEEN_CHECKS = 1 << 10;

  private final Profiles profiles;
  private final Database database;

  private ProfileTable(Profiles profiles, Database database) {
    this.profiles = profiles;
    this.database = database;
  }

  /**
   * Writes a folder's profiles to a file, which appears by atomic rename, replacing an older one.
   *
   * @return the profiles written
   * @throws InputException if the folder holds no profiles, or its names are of other clients
   */
  public static Profiles write(Path folder, Path file, RunContext context) {
    Profiles profiles = ProfileFolder.read(folder).profiles();
    long bytes = (long) profiles.size() * (Long.BYTES + (long) Float.BYTES * profiles.width());
    context.disk().require(file, bytes, context.resources().tempDir(), bytes);
    Path part = file.toAbsolutePath().resolveSibling(file.getFileName() + ".part");
    try (Database database = Database.open("UTC", context)) {
      Files.createDirectories(part.getParent());
      new ProfileTable(profiles, database).write(folder.resolve(ClientNames.FILE), part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("writing " + file, e);
    } finally {
      remove(part);
    }
    return profiles;
  }

  private static void remove(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw new UncheckedIOException("removing " + part, e);
    }
  }

  private void write(Path names, Path part) {
    database.execute(
        "CREATE TABLE profiles (client_id BIGINT, vector FLOAT[%d])".formatted(profiles.width()));
    try (DuckDBAppender appender = database.appender("profiles")) {
      append(appender);
    } catch (SQLException e) {
      throw new SqlException("writing profiles", e);
    }
    boolean named = Files.isRegularFile(names);
    if (named) {
      check(names);
    }
    database.execute(
        Sql.load("profile-table")
            .with("name", named ? ", n.client" : "")
            .with("names", named ? " POSITIONAL JOIN " + parquet(names) + " n" : "")
            .with("file", Sql.text(part.toString()))
            .text());
  }

  private void append(DuckDBAppender appender) throws SQLException {
    float[] vector = new float[profiles.width()];
    for (int row = 0; row < profiles.size(); row++) {
      if (row % ROWS_BETWEEN_CHECKS == 0) {
        database.context().checkStopped("writing profiles");
      }
      profiles.read(row, vector, 0);
      appender.beginRow().append(profiles.clientIds()[row]).append(vector).endRow();
    }
  }

  /** Rows are joined by their place, so both files must have the same clients in the same order. */
  private void check(Path names) {
    long different =
        database
            .row(
                "SELECT count(*) FROM profiles p POSITIONAL JOIN "
                    + parquet(names)
                    + " n WHERE p.client_id IS DISTINCT FROM n.client_id")
            .number(0);
    if (different > 0) {
      throw new InputException(
          Problem.inFile(
              names.toString(),
              "the clients of " + ProfileFolder.CLIENT_IDS + ", in its order",
              different + " other rows",
              "Embed again, or remove the file."));
    }
  }

  private static String parquet(Path file) {
    return "read_parquet(" + Sql.text(file.toString()) + ")";
  }
}
