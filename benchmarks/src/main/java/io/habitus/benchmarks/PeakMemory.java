package io.habitus.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The peak of this process's anonymous resident memory, looked at every 20 ms. Linux only. */
final class PeakMemory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private volatile boolean running = true;
  private volatile long peakBytes;
  private final Thread watcher =
      Thread.ofPlatform().daemon().name("peak memory").unstarted(this::watch);

  private PeakMemory() {}

  static PeakMemory start() {
    PeakMemory peak = new PeakMemory();
    peak.watcher.start();
    return peak;
  }

  /** Ends watching; the most that was seen. */
  long stopBytes() {
    running = false;
    try {
      watcher.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return peakBytes;
  }

  private void watch() {
    try {
      while (running) {
        peakBytes = Math.max(peakBytes, anonymousBytes());
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long anonymousBytes() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith("RssAnon:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) << 10;
        }
      }
      throw new IllegalStateException("no RssAnon in " + STATUS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
