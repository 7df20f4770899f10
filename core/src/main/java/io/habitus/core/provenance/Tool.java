package io.habitus.core.provenance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The program that made a file.
 *
 * @param name such as {@code habitus}
 * @param version of the build
 * @param commit the git commit it was built from, null where the build did not know it
 */
public record Tool(String name, String version, @Nullable String commit) {

  /** This program, as its build described itself. */
  public static Tool habitus() {
    Properties build = new Properties();
    try (InputStream in = Tool.class.getResourceAsStream("build.properties")) {
      if (in == null) {
        throw new IllegalStateException("build.properties is missing from the core module");
      }
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String commit = build.getProperty("commit", "").strip();
    return new Tool(
        "habitus", build.getProperty("version", "unknown"), commit.isEmpty() ? null : commit);
  }
}
