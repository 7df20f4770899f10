package io.habitus.ingest.sql;

import io.habitus.core.problem.InterruptedRunException;
import io.habitus.core.run.RunContext;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.duckdb.DuckDBPreparedStatement;

/** Cancels a statement when the run is stopped; asks ten times a second. */
final class StopWatcher implements AutoCloseable {
  private static final long PAUSE_MILLIS = 100;

  private final RunContext context;
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private final Thread thread;

  StopWatcher(RunContext context, DuckDBPreparedStatement statement) {
    this.context = context;
    this.thread = Thread.ofVirtual().start(() -> watch(statement));
  }

  private void watch(DuckDBPreparedStatement statement) {
    try {
      while (true) {
        Thread.sleep(PAUSE_MILLIS);
        context.checkStopped("reading the log");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the statement is done
    } catch (InterruptedRunException stopped) {
      cancel(statement);
    }
  }

  private void cancel(DuckDBPreparedStatement statement) {
    cancelled.set(true);
    try {
      statement.cancel();
    } catch (SQLException e) {
      context.progress().note("could not cancel a statement: " + e.getMessage());
    }
  }

  /** A cancelled result may end early without an error. */
  void checkStopped() {
    if (cancelled.get()) {
      throw new InterruptedRunException("reading the log");
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
