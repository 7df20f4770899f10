package io.habitus.ingest;

import io.habitus.core.json.JsonAhead;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Manifest;
import io.habitus.core.store.StoreWriter;
import io.habitus.ingest.load.Ingestion;
import io.habitus.ingest.log.LogSchema;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.SqlException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Brings a log into a sequence store. */
public final class Ingest {
  private static final int SECONDS_OF_AN_HOUR = 3_600;

  private Ingest() {}

  /**
   * Reads, sorts and writes. The store appears whole, or grows by a whole generation, or nothing
   * changes. The result is the same for any number of threads.
   *
   * @param source the log
   * @param store folder of the store
   * @throws InputException with every problem of the log that was found, or if a disk is full
   * @throws UsageException if the folder holds something else
   * @throws io.habitus.core.problem.InterruptedRunException if the run was stopped
   */
  public static IngestReport run(
      LogSource source, Path store, IngestOptions options, RunContext context) {
    JsonAhead.prepare(Manifest.class); // while DuckDB's library is unpacked
    LogSchema log = source.read();
    if (options.mode() != IngestOptions.Mode.APPEND) {
      StoreWriter.checkFree(store, options.mode() == IngestOptions.Mode.REPLACE);
    }
    String timezone = timezone(options.timezone().or(log::timezone).orElse(ZoneOffset.UTC));
    try (Database database = Database.open(timezone, context)) {
      Manifest manifest = new Ingestion(database, log, options, timezone, store).run();
      IngestReport report = new IngestReport(store, manifest);
      report.lateTail().ifPresent(tail -> context.progress().note(tail.sentence()));
      return report;
    } catch (UncheckedIOException | SqlException e) {
      throw Failures.explain(e, log, store, context);
    }
  }

  /**
   * DuckDB's name of a zone; it has names for whole hours, not for other offsets.
   *
   * @throws UsageException if it has none
   */
  static String timezone(ZoneId zone) {
    if (!(zone.normalized() instanceof ZoneOffset offset)) {
      return zone.getId();
    }
    int seconds = offset.getTotalSeconds();
    if (seconds == 0) {
      return "UTC";
    }
    if (seconds % SECONDS_OF_AN_HOUR != 0) {
      throw new UsageException(
          "expected a time zone by its name, such as Asia/Kolkata, found " + zone.getId());
    }
    int hours = seconds / SECONDS_OF_AN_HOUR;
    return "Etc/GMT"
        + (hours > 0 ? "-" : "+")
        + Math.abs(hours); // POSIX has the sign the other way
  }
}
