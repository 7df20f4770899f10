package io.habitus.features.text;

import io.habitus.core.file.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Vectors of texts in a folder, one below it for each encoder: files that appear whole and are
 * never changed, named for what is in them, so that a killed program leaves nothing half-written
 * and two programs may add at once. A file is a header (magic, int32 version, columns, vectors,
 * CRC32C of the rest), then for each vector its text's key (two int64) and its float16 columns,
 * little-endian. A file that is damaged is passed over: its texts are encoded again.
 */
final class VectorFolder {
  private static final byte[] MAGIC = "HABITVEC".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int HEADER = 24;
  private static final int KEY = 16;
  private static final String SUFFIX = ".vectors";

  private final Path folder;
  private final int width;
  private final Set<Path> read = new HashSet<>();

  VectorFolder(Path root, String encoder, int width) {
    this.folder = root.resolve(encoder);
    this.width = width;
  }

  void readInto(Map<TextKey, short[]> known) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList()) {
        if (read.add(file)) {
          read(ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN), known);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + folder, e);
    }
  }

  private void read(ByteBuffer bytes, Map<TextKey, short[]> known) {
    if (!isWhole(bytes)) {
      return;
    }
    bytes.position(HEADER);
    while (bytes.hasRemaining()) {
      TextKey key = new TextKey(bytes.getLong(), bytes.getLong());
      short[] halves = new short[width];
      bytes.asShortBuffer().get(halves);
      bytes.position(bytes.position() + 2 * width);
      known.putIfAbsent(key, halves);
    }
  }

  private boolean isWhole(ByteBuffer bytes) {
    byte[] magic = new byte[MAGIC.length];
    if (bytes.remaining() < HEADER) {
      return false;
    }
    bytes.get(0, magic);
    long expected = HEADER + (long) bytes.getInt(16) * (KEY + 2L * width);
    return Arrays.equals(magic, MAGIC)
        && bytes.getInt(8) == VERSION
        && bytes.getInt(12) == width
        && expected == bytes.limit()
        && checksum(bytes) == bytes.getInt(20);
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate().position(HEADER));
    return (int) crc.getValue();
  }

  void write(List<TextKey> keys, List<short[]> vectors) {
    ByteBuffer bytes =
        ByteBuffer.allocate(HEADER + keys.size() * (KEY + 2 * width))
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(MAGIC)
            .putInt(VERSION)
            .putInt(width)
            .putInt(keys.size())
            .putInt(0);
    for (int i = 0; i < keys.size(); i++) {
      bytes.putLong(keys.get(i).high()).putLong(keys.get(i).low());
      for (short half : vectors.get(i)) {
        bytes.putShort(half);
      }
    }
    bytes.flip();
    int checksum = checksum(bytes);
    bytes.putInt(20, checksum);
    long first = keys.isEmpty() ? 0 : keys.getFirst().high();
    Path file = folder.resolve("%016x-%08x%s".formatted(first, checksum, SUFFIX));
    WholeFile.write(file, bytes.array());
    read.add(file);
  }
}
