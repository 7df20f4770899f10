package io.habitus.ingest.profile;

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
 * Recommendations as one Parquet file, a row for each client and rank: {@code client_id} (int64),
 * {@code client} (text, where the log's client ids are strings), {@code rank} (int32, from 1),
 * {@code item} (text), {@code score} (float32). For one thread; memory does not grow with the rows.
 */
public final class RecommendationTable implements AutoCloseable {
  private static final int ROWS_BETWEEN_CHECKS = 1 << 12;

  private final Path file;
  private final Path part;
  private final boolean named;
  private final Database database;
  private final DuckDBAppender appender;
  private long rows;

  /**
   * Begins a file, which appears by atomic rename in {@link #finish}, replacing an older one.
   *
   * @param named whether rows have the client's own id as text
   */
  public RecommendationTable(Path file, boolean named, RunContext context) {
    this.file = file;
    this.named = named;
    part = file.toAbsolutePath().resolveSibling(file.getFileName() + ".part");
    database = Database.open("UTC", context);
    database.execute(
        "CREATE TABLE recommendations"
            + " (client_id BIGINT, client VARCHAR, rank INTEGER, item VARCHAR, score FLOAT)");
    appender = database.appender("recommendations");
  }

  /** Adds a row. */
  public void append(long client, String name, int rank, String item, float score) {
    try {
      if (rows++ % ROWS_BETWEEN_CHECKS == 0) {
        database.context().checkStopped("writing recommendations");
      }
      appender
          .beginRow()
          .append(client)
          .append(name)
          .append(rank)
          .append(item)
          .append(score)
          .endRow();
    } catch (SQLException e) {
      throw new SqlException("writing recommendations", e);
    }
  }

  /** Writes the file. */
  public void finish() {
    try {
      appender.flush();
      Files.createDirectories(part.getParent());
      database.execute(
          Sql.load("recommendation-table")
              .with("name", named ? ", client" : "")
              .with("file", Sql.text(part.toString()))
              .text());
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (SQLException e) {
      throw new SqlException("writing recommendations", e);
    } catch (IOException e) {
      throw new UncheckedIOException("writing " + file, e);
    }
  }

  @Override
  public void close() {
    try {
      appender.close();
      Files.deleteIfExists(part);
    } catch (SQLException e) {
      throw new SqlException("writing recommendations", e);
    } catch (IOException e) {
      throw new UncheckedIOException("removing " + part, e);
    } finally {
      database.close();
    }
  }
}
