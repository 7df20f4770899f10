package io.habitus.engine.train;

import io.habitus.core.json.Json;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lines of JSON, appended. A resumed run cuts off what was logged after its checkpoint, so that no
 * step is there twice.
 */
final class MetricsLog implements AutoCloseable {
  private final Optional<Path> path;
  private @Nullable RandomAccessFile file;

  /** A line for some steps. */
  record Steps(
      String kind,
      long step,
      long epoch,
      double loss,
      double learningRate,
      double gradientNorm,
      double eventsPerSecond,
      double seconds) {
    /** Means over the steps since the line before; rate and norm are the last step's. */
    Steps(
        long step,
        long epoch,
        double loss,
        double learningRate,
        double gradientNorm,
        double eventsPerSecond,
        double seconds) {
      this("steps", step, epoch, loss, learningRate, gradientNorm, eventsPerSecond, seconds);
    }
  }

  /** A line for an epoch. */
  record Epoch(
      String kind,
      long step,
      long epoch,
      double loss,
      @Nullable Double validation,
      boolean best,
      double seconds) {
    Epoch(EpochLosses losses, boolean best, double seconds) {
      this(
          "epoch",
          losses.steps(),
          losses.epoch(),
          losses.training(),
          losses.validation(),
          best,
          seconds);
    }
  }

  /** Writes nothing where there is no path. */
  MetricsLog(Optional<Path> path) {
    this.path = path;
  }

  /** Opens the file behind its first {@code bytes}. */
  void goOnFrom(long bytes) {
    if (path.isPresent()) {
      try {
        file = open(path.get(), bytes);
      } catch (IOException e) {
        throw new UncheckedIOException("writing " + path.get(), e);
      }
    }
  }

  private static RandomAccessFile open(Path path, long bytes) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    file.setLength(Math.min(bytes, file.length()));
    file.seek(file.length());
    return file;
  }

  void write(Record line) {
    if (file != null) {
      try {
        file.write((Json.line(line) + "\n").getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException("writing " + TrainerFolder.METRICS, e);
      }
    }
  }

  /** Length so far. */
  long bytes() {
    try {
      return file == null ? 0 : file.getFilePointer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException("closing " + TrainerFolder.METRICS, e);
      }
    }
  }
}
