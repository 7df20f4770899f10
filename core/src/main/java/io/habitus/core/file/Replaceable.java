package io.habitus.core.file;

import io.habitus.core.problem.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A kind of folder of which an older one may be replaced, and nothing else: what somebody keeps in
 * a folder of that name is not ours to remove.
 *
 * @param mark a file that tells such a folder
 * @param what it holds, in words
 */
public record Replaceable(String mark, String what) {

  /**
   * Asked before anything is computed, and by {@link WholeFolder#begin(Path, Replaceable)}.
   *
   * @param folder fine where nothing is there, or an empty folder, or one of this kind
   * @throws UsageException if something else is there
   */
  public void require(Path folder) {
    if (Files.exists(folder) && !Files.exists(folder.resolve(mark)) && !isEmptyFolder(folder)) {
      throw new UsageException(
          "expected a new or empty folder, or %s to replace, found %s %s; name another one"
              .formatted(what, Files.isDirectory(folder) ? "other files in" : "the file", folder));
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
