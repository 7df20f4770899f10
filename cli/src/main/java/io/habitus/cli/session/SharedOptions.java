package io.habitus.cli.session;

import io.habitus.core.problem.UsageException;
import io.habitus.core.run.Resources;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command. */
public final class SharedOptions {
  @Option(
      order = 101,
      names = "--threads",
      paramLabel = "N",
      description = "Worker threads; the result never depends on them. Default: all processors.")
  @Nullable Integer threads;

  @Option(
      order = 102,
      names = "--memory",
      paramLabel = "SIZE",
      converter = MemorySize.class,
      description =
          "Memory of the whole process, such as 4g. Default: three quarters of the"
              + " machine's, at most 6 GB.")
  @Nullable Long memory;

  @Option(
      order = 103,
      names = "--temp-dir",
      paramLabel = "DIR",
      description = "Folder for what does not fit into memory. Default: the system's.")
  @Nullable Path tempDir;

  @Option(
      order = 104,
      names = {"-q", "--quiet"},
      description = "Print only the result and errors.")
  boolean quiet;

  @Option(
      order = 105,
      names = "--json",
      description = "Print the result (or what is wrong) as one JSON object on standard output.")
  boolean json;

  @Option(
      order = 106,
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;

  /**
   * What the operation may use.
   *
   * @throws UsageException if a value is out of range
   */
  Resources resources() {
    Resources machine = Resources.ofThisMachine();
    try {
      return new Resources(
          threads == null ? machine.threads() : threads,
          memory == null ? machine.memoryBytes() : memory,
          tempDir == null ? machine.tempDir() : tempDir);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
