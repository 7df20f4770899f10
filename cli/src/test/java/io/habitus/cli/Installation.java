package io.habitus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.file.WholeFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Habitus laid out as it is shipped (bin/habitus, lib/*.jar), to be run in processes of its own.
 */
final class Installation {
  private final Path folder;

  private Installation(Path folder) {
    this.folder = folder;
  }

  /** Lays out the class path of this test: libraries are linked, modules are made jars. */
  static Installation in(Path relative) throws IOException {
    Path folder = relative.toAbsolutePath();
    WholeFolder.delete(folder);
    Path lib = Files.createDirectories(folder.resolve("lib"));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (entry.endsWith(".jar")) {
        Path link = lib.resolve(path.getFileName());
        if (Files.notExists(link)) {
          Files.createSymbolicLink(link, path.toAbsolutePath());
        }
      } else if (path.endsWith("classes") && Files.isDirectory(path)) {
        String module = path.getParent().getParent().getFileName().toString();
        jar(lib.resolve("habitus-" + module + ".jar"), path);
      }
    }
    Path bin = Files.createDirectories(folder.resolve("bin"));
    for (String script : List.of("habitus", "find-tools.sh")) {
      Files.copy(root().resolve("bin").resolve(script), bin.resolve(script));
      assertThat(bin.resolve(script).toFile().setExecutable(true)).isTrue();
    }
    return new Installation(folder);
  }

  /** The repository's root. */
  static Path root() {
    return Path.of(System.getProperty("habitus.shared")).getParent().getParent().normalize();
  }

  private static void jar(Path file, Path classes) {
    ToolProvider jar = ToolProvider.findFirst("jar").orElseThrow();
    int code =
        jar.run(System.out, System.err, "-cf0", file.toString(), "-C", classes.toString(), ".");
    assertThat(code).isZero();
  }

  Path launcher() {
    return folder.resolve("bin/habitus");
  }

  /** Starts the command in {@code workingDir}; output goes to files there. */
  Process start(Path workingDir, Map<String, String> environment, Object... args)
      throws IOException {
    return start(launcher(), workingDir, environment, args);
  }

  static Process start(
      Path launcher, Path workingDir, Map<String, String> environment, Object... args)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    Stream.of(args).map(Object::toString).forEach(command::add);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(workingDir.toFile())
            .redirectOutput(workingDir.resolve("stdout").toFile())
            .redirectError(workingDir.resolve("stderr").toFile());
    builder.environment().put("XDG_CACHE_HOME", workingDir.resolve("cache").toString());
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Waits for the end; a process that does not end fails the test. */
  static int exitCode(Process process) throws InterruptedException {
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the process did not end within two minutes");
    }
    return process.exitValue();
  }
}
