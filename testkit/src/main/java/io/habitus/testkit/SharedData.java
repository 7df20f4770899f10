package io.habitus.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Real data and the organisers' results, which are not part of the repository. Tests that need a
 * file which is absent are skipped with a message that names it.
 */
public final class SharedData {
  private SharedData() {}

  /** A file or folder below the shared folder, such as {@code golden/online-retail}. */
  public static Path require(String relative) {
    Path path = Path.of(System.getProperty("habitus.shared", "../shared")).resolve(relative);
    Assumptions.assumeTrue(
        Files.exists(path), () -> "skipped: " + path.normalize() + " is not on this machine");
    return path;
  }
}
