package io.habitus.ingest.log;

import java.util.Optional;

/**
 * Where an event's time is.
 *
 * @param column a timestamp or date, text, or a number since the epoch
 * @param format of text, in strftime's letters; without it ISO 8601, with or without a zone
 * @param unit of a number since 1970-01-01T00:00:00Z
 * @param prefix put before the text, such as a year that the log leaves out
 */
public record TimeColumn(
    String column, Optional<String> format, Optional<EpochUnit> unit, String prefix) {

  /** Unit of a number since the epoch. */
  public enum EpochUnit {
    SECONDS,
    MILLIS,
    MICROS,
    NANOS
  }

  public static TimeColumn of(String column) {
    return new TimeColumn(column, Optional.empty(), Optional.empty(), "");
  }
}
