package io.habitus.core.file;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How much may be written, asked before anything is. */
public interface DiskSpace {
  /** Bytes that may still be written to the disk of this folder, which may not exist yet. */
  long usable(Path folder);

  /** The operating system's answer. */
  static DiskSpace ofThisMachine() {
    return folder -> {
      try {
        return store(folder).getUsableSpace();
      } catch (IOException e) {
        throw new UncheckedIOException("asking for the free space of " + folder, e);
      }
    };
  }

  private static FileStore store(Path folder) throws IOException {
    Path existing = folder.toAbsolutePath().normalize();
    while (Files.notExists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return Files.getFileStore(existing);
  }

  /**
   * Checks a store's folder and the temporary folder; where both are on one disk, their sum.
   *
   * @throws InputException that says how much is needed and how much there is
   */
  default void require(Path store, long storeBytes, Path temp, long tempBytes) {
    List<Problem> problems = new ArrayList<>();
    if (areOnOneDisk(store, temp)) {
      check(store, storeBytes + tempBytes, problems);
    } else {
      check(store, storeBytes, problems);
      check(temp, tempBytes, problems);
    }
    if (!problems.isEmpty()) {
      throw new InputException(problems);
    }
  }

  /**
   * Checks one folder.
   *
   * @throws InputException that says how much is needed and how much there is
   */
  default void require(Path folder, long bytes) {
    List<Problem> problems = new ArrayList<>();
    check(folder, bytes, problems);
    if (!problems.isEmpty()) {
      throw new InputException(problems);
    }
  }

  private static boolean areOnOneDisk(Path a, Path b) {
    try {
      return store(a).equals(store(b));
    } catch (IOException e) {
      throw new UncheckedIOException("comparing the disks of " + a + " and " + b, e);
    }
  }

  private void check(Path folder, long needed, List<Problem> problems) {
    long usable = usable(folder);
    if (usable < needed) {
      problems.add(
          Problem.inFile(
              folder.toString(),
              "room for about " + megabytes(needed),
              megabytes(usable),
              "Free some, or choose another disk with --out or --temp-dir."));
    }
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%,d MB", (bytes + 999_999) / 1_000_000);
  }
}
