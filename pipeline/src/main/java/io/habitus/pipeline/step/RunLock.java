package io.habitus.pipeline.step;

import io.habitus.core.problem.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two runs out of one folder. The operating system holds the lock and drops it when the
 * process ends, however it ends: a lock file that a killed run left is not an obstacle.
 */
public final class RunLock implements AutoCloseable {
  private static final String FILE = ".lock";

  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Locks a folder, which is made if there is none.
   *
   * @throws UsageException if another run has it, naming that run's process
   */
  public static RunLock of(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new UsageException(
            folder + " is in use by another run (" + Files.readString(file).strip() + ").");
      }
      write(channel);
      return new RunLock(channel);
    } catch (IOException e) {
      throw new UncheckedIOException("locking " + folder, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException inThisProcess) {
      return null;
    }
  }

  private static void write(FileChannel channel) throws IOException {
    String holder = "process " + ProcessHandle.current().pid() + " since " + Instant.now() + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
