package io.habitus.ingest.shop;

import io.habitus.core.problem.InterruptedRunException;
import io.habitus.core.run.RunContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBFunctions;
import org.jspecify.annotations.Nullable;

/**
 * One growing Parquet file: a thread of its own runs DuckDB's COPY over a table function that waits
 * for the next day. One DuckDB thread, so the bytes are the same whatever else runs.
 */
final class EventFile implements AutoCloseable {
  /** Days that may wait; more would only cost memory. */
  private static final int WAITING_DAYS = 2;

  private static final long ROWS_PER_GROUP = 122_880;

  private final Path file;
  private final EventKind kind;
  private final RunContext context;
  private final BlockingQueue<EventFeed.Slice> queue = new ArrayBlockingQueue<>(WAITING_DAYS);
  private final EventFeed feed;
  private final Thread writer;
  private volatile @Nullable Throwable failure;

  EventFile(Path folder, EventKind kind, World world, Turns turns, RunContext context) {
    this.file = folder.resolve(kind.table() + ".parquet");
    this.kind = kind;
    this.context = context;
    feed = new EventFeed(kind, world, queue, turns);
    writer = Thread.ofPlatform().name("write " + kind.table()).daemon().start(this::copy);
  }

  /** Hands a day over; waits while two are waiting. */
  void add(DayEvents day) {
    put(new EventFeed.Slice(day.day(), day.of(kind)));
  }

  /** No more days: returns when the file is whole. */
  void finish() {
    put(EventFeed.Slice.END);
    join();
    throwFailure();
  }

  /** Ends the writer. What is written so far is of no use unless {@link #finish} returned. */
  @Override
  public void close() {
    feed.stop();
    queue.clear();
    queue.add(EventFeed.Slice.END);
    join();
  }

  private void put(EventFeed.Slice slice) {
    try {
      while (!queue.offer(slice, 100, TimeUnit.MILLISECONDS)) {
        throwFailure();
        context.checkStopped("writing " + file.getFileName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedRunException("writing " + file.getFileName());
    }
  }

  private void join() {
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedRunException("writing " + file.getFileName());
    }
  }

  private void throwFailure() {
    Throwable thrown = failure;
    if (thrown != null) {
      throw new UncheckedIOException(new IOException("writing " + file, thrown));
    }
  }

  private void copy() {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = 1");
      try (var function = DuckDBFunctions.tableFunction()) {
        function.withName("events").withFunction(feed).register(connection);
      }
      statement.execute(sql());
    } catch (SQLException | RuntimeException e) {
      failure = e;
    } finally {
      feed.rest();
    }
  }

  private String sql() {
    return """
    COPY (
      SELECT client_id, strftime(make_timestamp(micros), '%%Y-%%m-%%d %%H:%%M:%%S') AS timestamp,
             %s
      FROM events()
    ) TO '%s' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE %d)
    """
        .formatted(kind.column(), file.toString().replace("'", "''"), ROWS_PER_GROUP);
  }
}
