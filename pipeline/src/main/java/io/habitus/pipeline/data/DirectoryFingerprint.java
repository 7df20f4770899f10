package io.habitus.pipeline.data;

import io.habitus.core.hash.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether a directory's data is still the same, without reading gigabytes: names, sizes, times of
 * change, and both ends of every file (a Parquet file's end tells of all its columns). Provenance
 * does not rest on it: that has the store's own hash, which covers every byte.
 */
final class DirectoryFingerprint {
  private static final int END_BYTES = 1 << 16;
  private static final int DEEPEST = 2;

  private DirectoryFingerprint() {}

  /** In hexadecimal; of the data files at most one folder down. */
  static String of(Path directory) {
    try {
      Sha256 digest = new Sha256();
      for (Path file : files(directory)) {
        long size = Files.size(file);
        String header =
            directory.relativize(file)
                + "\0"
                + size
                + "\0"
                + Files.getLastModifiedTime(file).toMillis()
                + "\0";
        digest.bytes(header).bytes(ends(file, size));
      }
      return digest.hex();
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + directory, e);
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> walk = Files.walk(directory, DEEPEST)) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(".parquet") || file.toString().endsWith(".npy"))
          .sorted()
          .toList();
    }
  }

  private static ByteBuffer ends(Path file, long size) throws IOException {
    ByteBuffer ends = ByteBuffer.allocate(2 * END_BYTES);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      readFully(channel, ends.limit((int) Math.min(size, END_BYTES)), 0);
      readFully(
          channel, ends.limit(ends.position() + ends.position()), Math.max(0, size - END_BYTES));
    }
    return ends.flip();
  }

  private static void readFully(FileChannel channel, ByteBuffer into, long from)
      throws IOException {
    long at = from;
    while (into.hasRemaining()) {
      int read = channel.read(into, at);
      if (read < 0) {
        return;
      }
      at += read;
    }
  }
}
