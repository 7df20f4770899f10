package io.habitus.models.embedding;

import io.habitus.core.file.WholeFile;
import io.habitus.core.run.RunContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Finished vectors in files of a run's work folder, so that a killed pass goes on. A file appears
 * whole: magic, width, number of vectors; for each client id, digest and vector as float16; a
 * CRC-32C of all that. Without a work folder nothing is kept.
 */
final class VectorParts {
  private static final String FOLDER = "embedding";
  private static final String SUFFIX = ".vectors";
  private static final long MAGIC = 0x48_41_42_56_45_43_00_01L; // HABVEC, version 1
  private static final int HEADER = Long.BYTES + 2 * Integer.BYTES;

  /** A part is written when one of these is reached, but never within a second of the last. */
  private static final long MOST_BYTES = 16L << 20;

  private static final int MOST_SHARE = 64;
  private static final double MOST_SECONDS = 30;
  private static final double LEAST_SECONDS = 1;

  private final Optional<Path> folder;
  private final int width;
  private final int clients;
  private int number;
  private long lastNanos = System.nanoTime();
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int buffered;

  /** Receives what an earlier run had finished. */
  interface Sink {
    /**
     * One vector.
     *
     * @param halves holds float16 bits from its position on; read at once or not at all
     */
    void vector(long client, long digest, ByteBuffer halves);
  }

  /**
   * The parts of a pass.
   *
   * @param clients of the whole pass
   */
  VectorParts(RunContext context, int width, int clients) {
    this.folder = context.workFolder().map(work -> work.resolve(FOLDER));
    this.width = width;
    this.clients = clients;
  }

  /** Reads what is there; a part that is damaged or of another width is passed over. */
  void read(Sink sink, RunContext context) {
    if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
      return;
    }
    for (Path part : parts(folder.get())) {
      context.checkStopped("reading finished vectors");
      number = Math.max(number, number(part) + 1);
      read(part, sink);
    }
  }

  private static List<Path> parts(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + folder, e);
    }
  }

  private static int number(Path part) {
    String name = part.getFileName().toString();
    return Integer.parseInt(name.substring(0, name.length() - SUFFIX.length()));
  }

  private void read(Path part, Sink sink) {
    ByteBuffer bytes;
    try {
      bytes = ByteBuffer.wrap(Files.readAllBytes(part)).order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + part, e);
    }
    int end = bytes.limit() - Long.BYTES;
    if (end < HEADER || bytes.getLong(0) != MAGIC || bytes.getInt(Long.BYTES) != width) {
      return;
    }
    if (bytes.getLong(end) != checksum(bytes.array(), end)) {
      return;
    }
    int rows = bytes.getInt(HEADER - Integer.BYTES);
    for (int row = 0; row < rows; row++) {
      bytes.position(HEADER + row * rowBytes());
      long client = bytes.getLong();
      long digest = bytes.getLong();
      sink.vector(client, digest, bytes);
    }
  }

  private int rowBytes() {
    return 2 * Long.BYTES + Short.BYTES * width;
  }

  private static long checksum(byte[] bytes, int end) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, end);
    return sum.getValue();
  }

  /** Keeps a vector, sooner or later; the caller sees to it that one thread calls at a time. */
  void add(long client, long digest, short[] halves) {
    if (folder.isEmpty()) {
      return;
    }
    if (buffer.remaining() < rowBytes() + Long.BYTES) {
      grow();
    }
    buffer.putLong(client).putLong(digest);
    for (short half : halves) {
      buffer.putShort(half);
    }
    buffered++;
    double seconds = (System.nanoTime() - lastNanos) / 1e9;
    boolean much = buffer.position() >= MOST_BYTES || (long) buffered * MOST_SHARE >= clients;
    if (seconds >= LEAST_SECONDS && (much || seconds >= MOST_SECONDS)) {
      write();
    }
  }

  private void grow() {
    long size = Math.max(1 << 16, 2L * buffer.capacity()) + rowBytes();
    ByteBuffer larger = ByteBuffer.allocate((int) Math.min(Integer.MAX_VALUE - 8, size));
    buffer = larger.order(ByteOrder.LITTLE_ENDIAN).put(buffer.flip());
    if (buffered == 0) {
      buffer.position(HEADER);
    }
  }

  /** Writes what is not written yet. */
  void write() {
    if (folder.isEmpty() || buffered == 0) {
      return;
    }
    buffer.putLong(0, MAGIC).putInt(Long.BYTES, width).putInt(HEADER - Integer.BYTES, buffered);
    buffer.putLong(checksum(buffer.array(), buffer.position())).flip();
    WholeFile.write(
        folder.get().resolve("%06d".formatted(number++) + SUFFIX),
        channel -> WholeFile.writeFully(channel, buffer));
    buffer.clear().position(HEADER);
    buffered = 0;
    lastNanos = System.nanoTime();
  }
}
