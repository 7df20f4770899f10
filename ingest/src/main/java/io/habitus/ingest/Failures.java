package io.habitus.ingest;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.run.RunContext;
import io.habitus.ingest.log.EventTable;
import io.habitus.ingest.log.LogSchema;
import io.habitus.ingest.log.TableFiles;
import io.habitus.ingest.log.TableFormat;
import io.habitus.ingest.sql.DamagedFiles;
import io.habitus.ingest.sql.SqlException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Says which failures are a full disk or a file that cannot be read. */
final class Failures {
  private Failures() {}

  /** An InputException that names the disk or the file, or the failure itself. */
  static RuntimeException explain(
      RuntimeException failure, LogSchema log, Path store, RunContext context) {
    String message = String.valueOf(failure.getMessage());
    String reason = message.lines().findFirst().orElse("");
    if (isFullDisk(message.toLowerCase(Locale.ROOT))) {
      return new InputException(
          Problem.inFile(
              store.toString(),
              "room on the disk for the store and for temporary files",
              reason,
              "Free some, or choose another disk with --out or --temp-dir."),
          failure);
    }
    List<Problem> damaged =
        failure instanceof SqlException ? DamagedFiles.find(parquet(log), context) : List.of();
    return damaged.isEmpty() ? named(failure, reason, log) : new InputException(damaged);
  }

  private static RuntimeException named(RuntimeException failure, String reason, LogSchema log) {
    return tables(log)
        .flatMap(table -> table.files().stream())
        .map(Path::toString)
        .filter(reason::contains)
        .findFirst()
        .<RuntimeException>map(file ->
            new InputException(
                Problem.inFile(file, "a file that can be read to its end", reason, ""), failure))
        .orElse(failure);
  }

  private static boolean isFullDisk(String message) {
    return message.contains("no space left")
        || message.contains("max_temp_directory_size")
        || message.contains("enospc");
  }

  private static List<Path> parquet(LogSchema log) {
    return tables(log)
        .filter(table -> table.format() instanceof TableFormat.Parquet)
        .flatMap(table -> table.files().stream())
        .distinct()
        .toList();
  }

  private static Stream<TableFiles> tables(LogSchema log) {
    return Stream.concat(
        log.tables().stream().map(EventTable::table),
        log.catalogue().stream().map(items -> items.table()));
  }
}
