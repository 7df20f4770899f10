package io.habitus.ingest;

import io.habitus.core.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an ingestion would make of a log.
 *
 * @param problems everything that would keep it from being ingested
 * @param reading what would be read, where nothing would keep it
 */
public record ValidationReport(List<Problem> problems, Optional<Reading> reading) {

  public ValidationReport {
    problems = List.copyOf(problems);
    if (problems.isEmpty() != reading.isPresent()) {
      throw new IllegalArgumentException("expected problems or a reading");
    }
  }

  /**
   * A log without problems, read.
   *
   * @param rowsRead rows of the files
   * @param events that they become
   * @param leftOut rows or events that are left out, by reason
   */
  public record Reading(long rowsRead, long events, Map<String, Long> leftOut) {
    public Reading {
      leftOut = new TreeMap<>(leftOut);
    }

    /** The reading as text. */
    public List<String> lines() {
      List<String> lines = new ArrayList<>();
      lines.add(
          String.format(Locale.ROOT, "no problems: %,d events from %,d rows", events, rowsRead));
      leftOut.forEach((reason, count) ->
          lines.add(String.format(Locale.ROOT, "left out: %,d %s", count, reason)));
      return List.copyOf(lines);
    }
  }

  public static ValidationReport sound(Reading reading) {
    return new ValidationReport(List.of(), Optional.of(reading));
  }

  public static ValidationReport faulty(List<Problem> problems) {
    return new ValidationReport(problems, Optional.empty());
  }
}
