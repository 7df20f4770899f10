package io.habitus.pipeline.step;

import io.habitus.core.hash.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** SHA-256 of content, in hexadecimal. */
public final class Fingerprint {
  private Fingerprint() {}

  public static String ofText(String text) {
    return Sha256.hex(text);
  }

  /** Of a file's bytes, or of a folder's files: their names below it and their bytes. */
  public static String of(Path path) {
    return of(path, file -> true);
  }

  /** Of those of a folder's files that count. */
  public static String of(Path path, Predicate<Path> counts) {
    Sha256 digest = new Sha256();
    try {
      for (Path file : files(path)) {
        if (!counts.test(file)) {
          continue;
        }
        String name = path.relativize(file).toString();
        digest.bytes(name + "\0" + Files.size(file) + "\0");
        update(digest, file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + path, e);
    }
    return digest.hex();
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

  private static void update(Sha256 digest, Path file) throws IOException {
    byte[] buffer = new byte[1 << 20];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.bytes(ByteBuffer.wrap(buffer, 0, read));
      }
    }
  }
}
