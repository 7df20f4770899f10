package io.habitus.core.array;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a NumPy file whose number of rows is not known beforehand: the header is patched at the
 * end. It does not rename: write into a part folder.
 */
public final class NpyWriter implements AutoCloseable {
  /** Room for the largest header of a 2-D array. */
  private static final int HEADER_BYTES = 128;

  private final Path file;
  private final ElementType type;
  private final long[] rowShape;
  private final long rowElements;
  private final FileChannel channel;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
  private long elements;

  /**
   * Begins a file.
   *
   * @param rowShape extents of one row: none for a 1-D array, the columns for a matrix
   */
  public NpyWriter(Path file, ElementType type, long... rowShape) {
    this.file = file;
    this.type = type;
    this.rowShape = rowShape.clone();
    long product = 1;
    for (long extent : rowShape) {
      product = Math.multiplyExact(product, extent);
    }
    this.rowElements = product;
    try {
      channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
      channel.position(HEADER_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException("writing " + file, e);
    }
  }

  /** Appends one INT64 element. */
  public void append(long value) {
    expect(ElementType.INT64);
    room(8).putLong(value);
    elements++;
  }

  /** Appends one FLOAT16 element, as its bits. */
  public void append(short half) {
    expect(ElementType.FLOAT16);
    room(2).putShort(half);
    elements++;
  }

  /** Appends elements in little-endian order. */
  public void append(MemorySegment data) {
    for (long at = 0; at < data.byteSize(); ) {
      ByteBuffer to = room(1);
      int length = (int) Math.min(to.remaining(), data.byteSize() - at);
      MemorySegment.ofBuffer(to).copyFrom(data.asSlice(at, length));
      to.position(to.position() + length);
      at += length;
    }
    elements += data.byteSize() / type.bytes();
  }

  /** Whole rows so far. */
  public long rows() {
    return elements / rowElements;
  }

  /** Patches the header and forces the file to the disk. */
  public void finish() {
    if (elements % rowElements != 0) {
      throw new IllegalStateException(
          "expected whole rows of " + rowElements + " elements, found " + elements + " elements");
    }
    try {
      drain();
      ByteBuffer header = ByteBuffer.wrap(Npy.header(type, shape(), HEADER_BYTES));
      for (long at = 0; header.hasRemaining(); ) {
        at += channel.write(header, at);
      }
      channel.force(true);
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("writing " + file, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing " + file, e);
    }
  }

  private long[] shape() {
    long[] shape = new long[rowShape.length + 1];
    shape[0] = rows();
    System.arraycopy(rowShape, 0, shape, 1, rowShape.length);
    return shape;
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      try {
        drain();
      } catch (IOException e) {
        throw new UncheckedIOException("writing " + file, e);
      }
    }
    return buffer;
  }

  private void drain() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  private void expect(ElementType expected) {
    if (type != expected) {
      throw new IllegalStateException(file + " holds " + type + ", not " + expected);
    }
  }
}
