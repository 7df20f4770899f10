package io.habitus.benchmarks;

import io.habitus.core.file.WholeFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs a program and watches it from outside until it prints {@code DONE}: seconds, peaks of
 * anonymous memory, of mapped pages and of a temporary folder. What it prints later is its result.
 * Linux only.
 */
final class ChildProcess {
  private static final int PAUSE_MILLIS = 50;

  /** Linux counts CPU time in hundredths of a second. */
  private static final double TICKS = 100;

  /**
   * What was seen.
   *
   * @param seconds from the start of the program to DONE, its own start included
   * @param cpuSeconds of all its threads; what other programs do to the wall time they do not do to
   *     this
   * @param anonymousBytes peak of RssAnon
   * @param mappedBytes peak of RssFile
   * @param tempBytes peak size of the temporary folder
   * @param result lines after DONE
   */
  record Seen(
      double seconds,
      double cpuSeconds,
      long anonymousBytes,
      long mappedBytes,
      long tempBytes,
      List<String> result) {}

  private final Process process;
  private final Path temp;
  private final Thread watcher = Thread.ofPlatform().daemon().unstarted(this::watch);
  private volatile boolean running = true;
  private volatile long cpuTicks;
  private volatile long anonymous;
  private volatile long mapped;
  private volatile long spilled;

  private ChildProcess(Process process, Path temp) {
    this.process = process;
    this.temp = temp;
  }

  static Seen run(List<String> command, Path temp) throws IOException, InterruptedException {
    WholeFolder.delete(temp);
    Files.createDirectories(temp);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("POLARS_TEMP_DIR", temp.toString());
    long start = System.nanoTime();
    ChildProcess child = new ChildProcess(builder.start(), temp);
    child.watcher.start();
    Seen seen = child.follow(start);
    WholeFolder.delete(temp);
    return seen;
  }

  private Seen follow(long start) throws IOException, InterruptedException {
    double seconds = -1;
    List<String> output = new ArrayList<>();
    List<String> result = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals("DONE")) {
          seconds = (System.nanoTime() - start) / 1e9;
          look();
          running = false;
        } else {
          (seconds < 0 ? output : result).add(line);
        }
      }
    }
    running = false;
    watcher.join();
    if (process.waitFor() != 0 || seconds < 0) {
      throw new IllegalStateException("failed:\n" + String.join("\n", output));
    }
    return new Seen(seconds, cpuTicks / TICKS, anonymous, mapped, spilled, result);
  }

  private void watch() {
    try {
      while (running && process.isAlive()) {
        look();
        spilled = Math.max(spilled, size(temp));
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    Path proc = Path.of("/proc", Long.toString(process.pid()));
    try {
      String stat = Files.readString(proc.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      cpuTicks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]); // user and system
      for (String line : Files.readAllLines(proc.resolve("status"))) {
        if (line.startsWith("RssAnon:")) {
          anonymous = Math.max(anonymous, kilobytes(line) << 10);
        } else if (line.startsWith("RssFile:")) {
          mapped = Math.max(mapped, kilobytes(line) << 10);
        }
      }
    } catch (IOException e) {
      running = process.isAlive(); // it has just ended
    }
  }

  private static long kilobytes(String line) {
    return Long.parseLong(line.replaceAll("\\D", ""));
  }

  static long size(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      long bytes = 0;
      for (Path file : (Iterable<Path>) files::iterator) {
        bytes += length(file);
      }
      return bytes;
    } catch (IOException | java.io.UncheckedIOException e) {
      return 0; // files come and go while we look
    }
  }

  private static long length(Path file) throws IOException {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
