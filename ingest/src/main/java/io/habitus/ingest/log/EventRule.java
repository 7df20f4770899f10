package io.habitus.ingest.log;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which rows of a table become events of one type, and how.
 *
 * @param type name of the event type
 * @param when all must hold
 * @param firstOf only the first row, by (time, input order), for each value of this column
 * @param time where the time is, if not where the table says
 * @param fields event field → where its value is
 */
public record EventRule(
    String type,
    List<Condition> when,
    Optional<String> firstOf,
    Optional<TimeColumn> time,
    Map<String, ValueColumn> fields) {
  public EventRule {
    when = List.copyOf(when);
    fields = Map.copyOf(fields);
  }
}
