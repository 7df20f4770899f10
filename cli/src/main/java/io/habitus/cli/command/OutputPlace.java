package io.habitus.cli.command;

import io.habitus.core.problem.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a command may write a file; asked before anything is computed. */
final class OutputPlace {
  private OutputPlace() {}

  /**
   * A file that may be replaced.
   *
   * @throws UsageException if a folder is there
   */
  static void requireFile(Path out) {
    if (Files.isDirectory(out)) {
      throw new UsageException(
          "--out: expected a file, found the folder %s; name a file in it, such as %s"
              .formatted(out, out.resolve("out.parquet")));
    }
  }
}
