package io.habitus.core.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Appends elements to a {@link ColumnFile} through a buffer; the header is written last. */
final class ColumnWriter implements AutoCloseable {
  private static final int BUFFER = 1 << 18;

  private final Path file;
  private final String path;
  private final int elementBytes;
  private final FileChannel channel;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C crc = new CRC32C();
  private long bytes;

  /**
   * Begins a file.
   *
   * @param file where it is written now
   * @param path its path in the finished store
   */
  ColumnWriter(Path file, String path, int elementBytes) {
    this.file = file;
    this.path = path;
    this.elementBytes = elementBytes;
    try {
      Path parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
              .position(ColumnFile.HEADER);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  void putLong(long value) {
    room(Long.BYTES);
    buffer.putLong(value);
  }

  void putInt(int value) {
    room(Integer.BYTES);
    buffer.putInt(value);
  }

  void putDouble(double value) {
    room(Double.BYTES);
    buffer.putDouble(value);
  }

  void putBytes(byte[] values, int from, int length) {
    for (int done = 0; done < length; ) {
      room(1);
      int piece = Math.min(buffer.remaining(), length - done);
      buffer.put(values, from + done, piece);
      done += piece;
    }
  }

  void putLongs(long[] values, int from, int length) {
    for (int i = from; i < from + length; i++) {
      putLong(values[i]);
    }
  }

  void putInts(int[] values, int from, int length) {
    for (int i = from; i < from + length; i++) {
      putInt(values[i]);
    }
  }

  void putDoubles(double[] values, int from, int length) {
    for (int i = from; i < from + length; i++) {
      putDouble(values[i]);
    }
  }

  /** Elements put so far. */
  long count() {
    return (bytes + buffer.position()) / elementBytes;
  }

  private void room(int needed) {
    if (buffer.remaining() < needed) {
      flush();
    }
  }

  private void flush() {
    buffer.flip();
    crc.update(buffer.duplicate());
    bytes += buffer.remaining();
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw failed(e);
    }
    buffer.clear();
  }

  /** Writes what is left and the header, and forces the file to the disk. */
  StoredFile finish() {
    flush();
    long count = bytes / elementBytes;
    ByteBuffer header =
        ByteBuffer.allocate(ColumnFile.HEADER)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(ColumnFile.MAGIC)
            .putInt(ColumnFile.VERSION)
            .putInt(elementBytes)
            .putLong(count)
            .putInt((int) crc.getValue())
            .clear();
    try {
      for (int at = 0; header.hasRemaining(); ) {
        at += channel.write(header, at);
      }
      channel.force(true);
      channel.close();
    } catch (IOException e) {
      throw failed(e);
    }
    return new StoredFile(path, elementBytes, count, (int) crc.getValue());
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException("writing " + file + ": " + e.getMessage(), e);
  }

  /** Releases the file; one that was not finished is left for the folder's owner to remove. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
