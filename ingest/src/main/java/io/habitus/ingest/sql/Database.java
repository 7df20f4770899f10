package io.habitus.ingest.sql;

import io.habitus.core.problem.InterruptedRunException;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;

/**
 * A DuckDB database in a folder of its own below the temporary folder, within the run's memory and
 * threads. Closing it removes the folder. A stop of the run cancels the statement under way.
 */
public final class Database implements AutoCloseable {
  /** Share of the run's memory that DuckDB may use; the rest is for Java and for its overshoot. */
  private static final double SHARE = 0.5;

  private final DuckDBConnection connection;
  private final WorkFolder folder;
  private final RunContext context;

  private Database(DuckDBConnection connection, WorkFolder folder, RunContext context) {
    this.connection = connection;
    this.folder = folder;
    this.context = context;
  }

  /**
   * Opens an empty database.
   *
   * @param timezone in which times without a zone are read
   */
  public static Database open(String timezone, RunContext context) {
    WorkFolder folder = WorkFolder.create(context.resources().tempDir());
    try {
      Database database = new Database(connect(folder.folder()), folder, context);
      database.configure(context.resources(), timezone);
      return database;
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private static DuckDBConnection connect(Path folder) {
    Properties properties = new Properties();
    properties.setProperty("jdbc_stream_results", "true");
    String url = "jdbc:duckdb:" + folder.resolve("work.duckdb");
    try {
      return DriverManager.getConnection(url, properties).unwrap(DuckDBConnection.class);
    } catch (SQLException e) {
      throw new SqlException("opening DuckDB", e);
    }
  }

  private void configure(Resources resources, String timezone) {
    long megabytes = (long) (resources.memoryBytes() * SHARE) >> 20;
    execute("SET memory_limit = '" + megabytes + "MiB'");
    execute("SET threads = " + resources.threads());
    execute("SET temp_directory = " + Sql.text(folder().resolve("spill").toString()));
    execute("SET enable_progress_bar = false");
    execute("SET TimeZone = " + Sql.text(timezone));
    execute("SET autoinstall_known_extensions = false");
    execute("PRAGMA disable_checkpoint_on_shutdown"); // the file goes with its folder
  }

  public RunContext context() {
    return context;
  }

  /** Where the database and what it spills are. */
  public Path folder() {
    return folder.folder();
  }

  /** Runs a statement that returns nothing of interest. */
  public void execute(String sql) {
    run(
        sql,
        statement -> {
          statement.execute();
          return true;
        });
  }

  /** All rows of a small result. */
  public List<Row> rows(String sql) {
    return run(
        sql,
        statement -> {
          List<Row> rows = new ArrayList<>();
          try (ResultSet result = statement.executeQuery()) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
              rows.add(Row.read(result, columns));
            }
          }
          return rows;
        });
  }

  /** The one row of a result. */
  public Row row(String sql) {
    List<Row> rows = rows(sql);
    if (rows.size() != 1) {
      throw new IllegalStateException("expected one row, found " + rows.size() + ": " + sql);
    }
    return rows.getFirst();
  }

  /** Passes a large result on, chunk by chunk, without holding it. */
  public void chunks(String sql, ChunkReader reader) {
    run(
        sql,
        statement -> {
          try (var result = statement.query()) {
            while (result.nextChunk()) {
              reader.read(result.chunk());
            }
          }
          return true;
        });
  }

  /** The same for a result whose order does not matter, which comes sooner. */
  public void unorderedChunks(String sql, ChunkReader reader) {
    execute("SET preserve_insertion_order = false");
    try {
      chunks(sql, reader);
    } finally {
      execute("SET preserve_insertion_order = true");
    }
  }

  /** Rows to a table, fast. */
  public DuckDBAppender appender(String table) {
    try {
      return connection.createAppender(table);
    } catch (SQLException e) {
      throw new SqlException("appending to " + table, e);
    }
  }

  private interface Work<T> {
    T on(DuckDBPreparedStatement statement) throws SQLException;
  }

  private <T> T run(String sql, Work<T> work) {
    context.checkStopped("reading the log");
    try (DuckDBPreparedStatement statement = connection.prepare(sql);
        StopWatcher watcher = new StopWatcher(context, statement)) {
      T result = work.on(statement);
      watcher.checkStopped();
      return result;
    } catch (SQLException e) {
      context.checkStopped("reading the log");
      if (String.valueOf(e.getMessage()).toUpperCase(Locale.ROOT).contains("INTERRUPT")) {
        throw new InterruptedRunException("reading the log");
      }
      throw new SqlException(sql, e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new SqlException("closing DuckDB", e);
    } finally {
      folder.close();
    }
  }
}
