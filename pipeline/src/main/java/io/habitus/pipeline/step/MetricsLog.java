package io.habitus.pipeline.step;

import io.habitus.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@value #FILE}: one JSON object a line, appended as things happen, kept from run to run. Every
 * line has {@code time} and {@code event}.
 */
public final class MetricsLog {
  public static final String FILE = "metrics.jsonl";

  private final Path file;

  /** The log of a run's folder. */
  public MetricsLog(Path folder) {
    file = folder.resolve(FILE);
  }

  /** Appends one line. */
  public synchronized void append(String event, Map<String, ?> values) {
    Map<String, Object> line = new TreeMap<>(values);
    line.put("time", Instant.now());
    line.put("event", event);
    try {
      Files.writeString(
          file, Json.line(line) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("writing " + file, e);
    }
  }
}
