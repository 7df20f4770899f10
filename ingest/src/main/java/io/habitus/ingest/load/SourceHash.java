package io.habitus.ingest.load;

import io.habitus.core.run.RunContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
    MessageDigest digest = sha256();
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    for (Path file : files) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        String header = file.getFileName() + "\n" + channel.size() + "\n";
        digest.update(header.getBytes(StandardCharsets.UTF_8));
        while (channel.read(piece) >= 0) {
          if (!piece.hasRemaining()) {
            digest.update(checksum(piece));
          }
          context.checkStopped("hashing the log");
        }
        digest.update(checksum(piece));
      } catch (IOException e) {
        throw new UncheckedIOException("reading " + file, e);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static byte[] checksum(ByteBuffer piece) {
    CRC32C crc = new CRC32C();
    crc.update(piece.flip());
    piece.clear();
    return ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
