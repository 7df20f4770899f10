package io.habitus.ingest.log;

import java.util.List;

/**
 * A table whose rows become events. A row may become several events, one by each rule that it
 * meets; a row that meets none is left out and counted.
 *
 * @param table the files
 * @param client where the client's id is
 * @param dropWithoutClient whether rows without a client are left out and counted, rather than an
 *     error
 * @param time where the time is
 * @param rules at least one
 */
public record EventTable(
    TableFiles table,
    ValueColumn client,
    boolean dropWithoutClient,
    TimeColumn time,
    List<EventRule> rules) {
  public static final int MOST_RULES = 16;

  public EventTable {
    rules = List.copyOf(rules);
    if (rules.isEmpty() || rules.size() > MOST_RULES) {
      throw new IllegalArgumentException(
          table.name() + ": expected 1 to " + MOST_RULES + " events, found " + rules.size());
    }
  }
}
