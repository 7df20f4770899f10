package io.habitus.ingest.sql;

import io.habitus.core.file.WholeFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder below the temporary folder that holds a lock while it is used. Folders of killed runs,
 * whose lock died with them, are removed by the next run.
 */
final class WorkFolder implements AutoCloseable {
  private static final String PREFIX = "habitus-work-";
  private static final String LOCK = "lock";

  private final Path folder;
  private final FileChannel channel;

  private WorkFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  static WorkFolder create(Path tempDir) {
    try {
      Files.createDirectories(tempDir);
      removeStale(tempDir);
      Path folder = Files.createTempDirectory(tempDir, PREFIX);
      FileChannel channel = open(folder);
      channel.lock();
      return new WorkFolder(folder, channel);
    } catch (IOException e) {
      throw new UncheckedIOException("creating a folder in " + tempDir + ": " + e.getMessage(), e);
    }
  }

  private static FileChannel open(Path folder) throws IOException {
    return FileChannel.open(
        folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static void removeStale(Path tempDir) throws IOException {
    List<Path> folders;
    try (Stream<Path> entries = Files.list(tempDir)) {
      folders =
          entries
              .filter(entry -> entry.getFileName().toString().startsWith(PREFIX))
              .filter(entry -> Files.exists(entry.resolve(LOCK)))
              .toList();
    }
    for (Path folder : folders) {
      if (isStale(folder)) {
        WholeFolder.delete(folder);
      }
    }
  }

  private static boolean isStale(Path folder) throws IOException {
    try (FileChannel channel = open(folder);
        FileLock lock = channel.tryLock()) {
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // another run of this process
    } catch (AccessDeniedException | NoSuchFileException e) {
      return false; // another user's, or gone already
    }
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    try {
      WholeFolder.delete(folder);
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("removing " + folder, e);
    }
  }
}
