package io.habitus.features.event;

import java.util.List;

/**
 * The columns that events of some types share; blocks lie over each other behind the head, the
 * shorter ones are filled with −1.
 *
 * @param name such as {@code product}
 * @param eventTypes names of the event types whose events carry it
 */
public record Block(String name, List<String> eventTypes, List<Column> columns) {
  public Block {
    eventTypes = List.copyOf(eventTypes);
    columns = List.copyOf(columns);
  }

  public int width() {
    return columns.size();
  }
}
