package io.habitus.ingest;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.ingest.log.EventTable;
import io.habitus.ingest.log.LogSchema;
import io.habitus.ingest.log.TableFiles;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** Says which failures are a full disk or a file that cannot be read. */
final class Failures {
  private Failures() {}

  /** An InputException that names the disk or the file, or the failure itself. */
  static RuntimeException explain(RuntimeException failure, LogSchema log, Path store) {
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
    return files(log)
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

  private static Stream<Path> files(LogSchema log) {
    return Stream.concat(
            log.tables().stream().map(EventTable::table),
            log.catalogue().stream().map(items -> items.table()))
        .map(TableFiles::files)
        .flatMap(files -> files.stream());
  }
}
