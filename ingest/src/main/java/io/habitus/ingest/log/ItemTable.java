package io.habitus.ingest.log;

import java.util.List;
import java.util.Map;

/**
 * The catalogue: a table with one row for each item.
 *
 * @param table the files
 * @param item where the item's id is
 * @param when rows that count; all must hold
 * @param attributes item attribute → where its value is
 * @param firstRowWins whether of several rows for an item the first counts, rather than an error
 *     where they differ
 */
public record ItemTable(
    TableFiles table,
    ValueColumn item,
    List<Condition> when,
    Map<String, ValueColumn> attributes,
    boolean firstRowWins) {
  public ItemTable {
    when = List.copyOf(when);
    attributes = Map.copyOf(attributes);
  }
}
