package io.habitus.ingest.sort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Rows of one shard in a temporary file, written through a buffer, then mapped. */
final class RowFile implements AutoCloseable {
  /** Small, so that the buffers of many shards stay in the cache. */
  private static final int BUFFER = 1 << 14;

  private final Path file;
  private final FileChannel channel;
  private final int rowBytes;
  private final ByteBuffer bytes;
  private final MemorySegment buffer;
  private long used; // bytes of the buffer
  private long written; // bytes of the file

  RowFile(Path file, int rowBytes, Arena arena) {
    this.file = file;
    this.rowBytes = rowBytes;
    buffer = arena.allocate((long) BUFFER / rowBytes * rowBytes);
    bytes = buffer.asByteBuffer();
    try {
      channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  MemorySegment buffer() {
    return buffer;
  }

  /** Room for one more row; returns where in the buffer. */
  long next() {
    if (used == buffer.byteSize()) {
      flush();
    }
    long at = used;
    used += rowBytes;
    return at;
  }

  private void flush() {
    bytes.position(0).limit((int) used);
    try {
      while (bytes.hasRemaining()) {
        written += channel.write(bytes);
      }
    } catch (IOException e) {
      throw failed(e);
    }
    used = 0;
  }

  long rows() {
    return (written + used) / rowBytes;
  }

  /** Ends writing. */
  void finish() {
    flush();
  }

  /** All rows; the pages are the file's, not anonymous memory. */
  MemorySegment map(Arena arena) {
    try {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, written, arena);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Closes and removes the file. */
  @Override
  public void close() {
    try {
      channel.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException("sorting in " + file + ": " + e.getMessage(), e);
  }
}
