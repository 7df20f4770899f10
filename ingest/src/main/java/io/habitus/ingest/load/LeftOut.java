package io.habitus.ingest.load;

import io.habitus.core.time.Micros;
import io.habitus.ingest.log.EventTable;
import io.habitus.ingest.log.ItemTable;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.Row;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts rows that become no event, and no item. */
final class LeftOut {
  private LeftOut() {}

  /**
   * Everything that is left out, by reason, where there is any.
   *
   * @param until the bound, if there is one, as {@code query} has it
   * @param duplicates number of events that equal an earlier one and were not wanted
   */
  static Map<String, Long> all(
      Database database, BoundLog log, EventQuery query, Optional<Instant> until, long duplicates) {
    Map<String, Long> counts = new TreeMap<>(rows(database, log));
    if (until.isPresent()) {
      long late = database.row(query.countLate(Micros.of(until.get()))).number(0);
      counts.put("events at or after " + until.get(), late);
    }
    counts.put("duplicate events", duplicates);
    counts.values().removeIf(count -> count == 0);
    return counts;
  }

  /**
   * Rows without a client, where the schema says to drop them, and rows that meet no rule; items
   * without an id.
   */
  private static Map<String, Long> rows(Database database, BoundLog log) {
    Map<String, Long> counts = new TreeMap<>();
    for (int t = 0; t < log.tables().size(); t++) {
      EventTable events = log.log().tables().get(t);
      boolean all = events.rules().stream().anyMatch(rule -> rule.when().isEmpty());
      if (!all || events.dropWithoutClient()) {
        count(database, log.tables().get(t), events, all, counts);
      }
    }
    counts.merge("catalogue rows without an item", itemless(database, log), Long::sum);
    return counts;
  }

  private static long itemless(Database database, BoundLog log) {
    if (log.catalogue().isEmpty()) {
      return 0;
    }
    ItemTable items = log.log().catalogue().orElseThrow();
    Expressions expressions = new Expressions(log.catalogue().get());
    return database
        .row(
            "SELECT count(*) FROM %s WHERE %s AND %s IS NULL"
                .formatted(
                    log.catalogue().get().relation(),
                    expressions.holds(items.when()),
                    expressions.present(items.item().column())))
        .number(0);
  }

  private static void count(
      Database database, LogTable table, EventTable events, boolean all, Map<String, Long> counts) {
    Expressions expressions = new Expressions(table);
    String missing =
        events.dropWithoutClient()
            ? expressions.present(events.client().column()) + " IS NULL"
            : "false";
    String matched = all ? "true" : anyRule(expressions, events);
    Row row =
        database.row(
            "SELECT count(*) FILTER (%1$s), count(*) FILTER (NOT (%1$s) AND NOT (%2$s)) FROM %3$s"
                .formatted(missing, matched, table.relation()));
    counts.merge("rows without a client", row.number(0), Long::sum);
    counts.merge("rows that are no event", row.number(1), Long::sum);
  }

  private static String anyRule(Expressions expressions, EventTable events) {
    return events.rules().stream()
        .map(rule -> expressions.holds(rule.when()))
        .collect(Collectors.joining(" OR "));
  }
}
