package io.habitus.pipeline.step;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** SHA-256 of content, in hexadecimal. */
public final class Fingerprint {
  private Fingerprint() {}

  public static String ofText(String text) {
    return hex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Of a file's bytes, or of a folder's files: their names below it and their bytes. */
  public static String of(Path path) {
    return of(path, file -> true);
  }

  /** Of those of a folder's files that count. */
  public static String of(Path path, Predicate<Path> counts) {
    MessageDigest digest = sha256();
    try {
      for (Path file : files(path)) {
        if (!counts.test(file)) {
          continue;
        }
        String name = path.relativize(file).toString();
        String header = name + "\0" + Files.size(file) + "\0";
        digest.update(header.getBytes(StandardCharsets.UTF_8));
        update(digest, file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + path, e);
    }
    return hex(digest.digest());
  }

  /** Regular files at or below a path, sorted; hidden ones and half-written ones left out. */
  static List<Path> files(Path path) throws IOException {
    try (Stream<Path> walk = Files.walk(path)) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .filter(file -> !file.toString().endsWith(".part"))
          .sorted()
          .toList();
    }
  }

  private static void update(MessageDigest digest, Path file) throws IOException {
    byte[] buffer = new byte[1 << 20];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
