package io.habitus.core.run;

import java.nio.file.Path;

/**
 * What an operation may use.
 *
 * @param threads worker threads, at least 1
 * @param memoryBytes anonymous memory for the whole process, in bytes
 * @param tempDir folder for spilled and half-finished files
 */
public record Resources(int threads, long memoryBytes, Path tempDir) {

  public Resources {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: expected at least 1, found " + threads);
    }
    if (memoryBytes < (256L << 20)) {
      throw new IllegalArgumentException(
          "memory: expected at least 256 MiB, found " + memoryBytes + " bytes");
    }
  }

  /** All processors, three quarters of the machine's memory (at most 6 GB), the system's temp. */
  public static Resources ofThisMachine() {
    long machine = physicalMemoryBytes();
    long memory = Math.max(256L << 20, Math.min(6_000_000_000L, machine / 4 * 3));
    return new Resources(
        Runtime.getRuntime().availableProcessors(),
        memory,
        Path.of(System.getProperty("java.io.tmpdir")));
  }

  private static long physicalMemoryBytes() {
    var bean = java.lang.management.ManagementFactory.getOperatingSystemMXBean();
    return bean instanceof com.sun.management.OperatingSystemMXBean os
        ? os.getTotalMemorySize()
        : Runtime.getRuntime().maxMemory();
  }
}
