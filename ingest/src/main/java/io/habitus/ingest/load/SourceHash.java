package io.habitus.ingest.load;

import io.habitus.core.hash.Sha256;
import io.habitus.core.run.RunContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * SHA-256 over files' names, sizes, and the CRC32C of every 4 MiB of their contents: tells whether
 * data changed, at the speed of the disk.
 */
final class SourceHash {
  private static final int PIECE = 1 << 22;

  private SourceHash() {}

  static String of(List<Path> files, RunContext context) {
    Sha256 digest = new Sha256();
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    for (Path file : files) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        digest.bytes(file.getFileName() + "\n" + channel.size() + "\n");
        while (channel.read(piece) >= 0) {
          if (!piece.hasRemaining()) {
            digest.bytes(checksum(piece));
          }
          context.checkStopped("hashing the log");
        }
        digest.bytes(checksum(piece));
      } catch (IOException e) {
        throw new UncheckedIOException("reading " + file, e);
      }
    }
    return digest.hex();
  }

  private static byte[] checksum(ByteBuffer piece) {
    CRC32C crc = new CRC32C();
    crc.update(piece.flip());
    piece.clear();
    return ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
  }
}
