package io.habitus.pipeline.run;

import io.habitus.pipeline.report.ReportData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The process's peak memory while it is watched, its own pages (RssAnon) and those of mapped files
 * (RssFile) apart. The kernel keeps no peak of either, so they are sampled.
 */
final class MemoryWatch implements AutoCloseable {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final long EVERY_MILLIS = 50;

  private final AtomicLong anonymous = new AtomicLong();
  private final AtomicLong mapped = new AtomicLong();
  private final Thread thread;

  private MemoryWatch() {
    thread = Thread.ofPlatform().daemon().name("memory-watch").unstarted(this::watch);
  }

  static MemoryWatch start() {
    MemoryWatch watch = new MemoryWatch();
    watch.sample();
    watch.thread.start();
    return watch;
  }

  /** Peaks so far; empty where the system does not tell. */
  Optional<ReportData.Memory> peak(long limitBytes) {
    sample();
    return anonymous.get() == 0
        ? Optional.empty()
        : Optional.of(new ReportData.Memory(anonymous.get(), mapped.get(), limitBytes));
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void watch() {
    try {
      while (Files.isReadable(STATUS)) {
        sample();
        Thread.sleep(EVERY_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sample() {
    if (!Files.isReadable(STATUS)) {
      return;
    }
    try {
      List<String> status = Files.readAllLines(STATUS);
      anonymous.accumulateAndGet(bytes(status, "RssAnon:"), Math::max);
      mapped.accumulateAndGet(bytes(status, "RssFile:"), Math::max);
    } catch (IOException e) {
      // The file is read again in a moment; without it the report leaves memory out.
      return;
    }
  }

  /** A line such as {@code RssAnon: 123 kB}. */
  private static long bytes(List<String> status, String key) {
    return status.stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }
}
