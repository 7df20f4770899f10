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

/** SHA-256 over names, sizes and contents of files. */
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
          digest.update(piece.flip());
          piece.clear();
          context.checkStopped("hashing the log");
        }
      } catch (IOException e) {
        throw new UncheckedIOException("reading " + file, e);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
