package io.habitus.core.store;

import io.habitus.core.problem.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps two processes from writing the same store; a killed process loses it. */
final class StoreLock implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  private StoreLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static StoreLock take(Path store) {
    Path target = store.toAbsolutePath().normalize();
    Path file = target.resolveSibling(target.getFileName() + ".lock");
    try {
      Files.createDirectories(target.resolveSibling("."));
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new UsageException("another run is writing " + store + "; wait for it or stop it");
      }
      return new StoreLock(file, channel);
    } catch (IOException e) {
      throw new UncheckedIOException("locking " + file + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by another thread of this process
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("unlocking " + file, e);
    }
  }
}
