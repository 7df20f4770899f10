package io.habitus.cli.command;

import io.habitus.core.problem.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Keeps a command from replacing what it did not make; asked before anything is computed. */
final class OutputPlace {
  private OutputPlace() {}

  /**
   * A folder that may be replaced: nothing is there, or it is empty, or it holds what the command
   * writes.
   *
   * @param mark a file that tells such a folder
   * @param what it holds, in words
   * @throws UsageException if something else is there
   */
  static void requireFolder(Path out, String mark, String what) {
    if (Files.exists(out) && !Files.exists(out.resolve(mark)) && !isEmptyFolder(out)) {
      throw new UsageException(
          "--out: expected a new or empty folder, or %s to replace, found %s %s; name another one"
              .formatted(what, Files.isDirectory(out) ? "other files in" : "the file", out));
    }
  }

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

  private static boolean isEmptyFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + folder, e);
    }
  }
}
