package io.habitus.core.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that appears by atomic rename. Write into {@link #part}, then {@link #commit}; closing
 * without a commit leaves nothing behind, and so does a kill once the same folder is written again.
 */
public final class WholeFolder implements AutoCloseable {
  private final Path folder;
  private final Path part;
  private boolean committed;

  private WholeFolder(Path folder, Path part) {
    this.folder = folder;
    this.part = part;
  }

  /**
   * As {@link #begin(Path)}, of a folder that a user named.
   *
   * @param kind of which an older folder is replaced
   * @throws io.habitus.core.problem.UsageException if something else is there
   */
  public static WholeFolder begin(Path folder, Replaceable kind) {
    kind.require(folder);
    return begin(folder);
  }

  /**
   * Begins an empty {@code FOLDER.part}, removing what a killed run left there.
   *
   * @param folder where the result is to appear; an older result there stays until the commit
   */
  public static WholeFolder begin(Path folder) {
    Path target = folder.toAbsolutePath().normalize();
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      delete(part);
      Files.createDirectories(part);
    } catch (IOException e) {
      throw new UncheckedIOException("creating " + part, e);
    }
    return new WholeFolder(target, part);
  }

  /** The folder to write into. */
  public Path part() {
    return part;
  }

  /** Renames the part to its place, replacing an older folder there. */
  public void commit() {
    Path old = folder.resolveSibling(folder.getFileName() + ".old.part");
    try {
      delete(old);
      if (Files.exists(folder)) {
        Files.move(folder, old, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
      committed = true;
      delete(old);
    } catch (IOException e) {
      throw new UncheckedIOException("writing " + folder, e);
    }
  }

  /** Removes the part if there was no commit. */
  @Override
  public void close() {
    if (!committed) {
      try {
        delete(part);
      } catch (IOException e) {
        throw new UncheckedIOException("removing " + part, e);
      }
    }
  }

  /** Removes a file or a folder with all that is in it; nothing happens where there is none. */
  public static void delete(Path path) throws IOException {
    if (Files.notExists(path)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> walk = Files.walk(path)) {
      deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : deepestFirst) {
      Files.deleteIfExists(each);
    }
  }
}
