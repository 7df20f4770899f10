package io.habitus.pipeline.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Names in a run's folder that lead to what a step made. */
final class StepLinks {
  private StepLinks() {}

  /** {@code folder/name} leads to {@code target}, relatively; an earlier link is replaced. */
  static void link(Path folder, String name, Path target) {
    Path from = folder.toAbsolutePath().normalize();
    Path link = from.resolve(name);
    Path part = from.resolve(name + ".part");
    try {
      Files.createDirectories(from);
      Files.deleteIfExists(part);
      Files.createSymbolicLink(part, from.relativize(target.toAbsolutePath().normalize()));
      Files.move(part, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("linking " + link, e);
    }
  }
}
