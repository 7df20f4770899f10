package io.habitus.core.schema;

import java.util.List;

/**
 * A type of event.
 *
 * @param name such as {@code product_buy}
 * @param fields names of the event fields that events of this type carry
 */
public record EventType(String name, List<String> fields) {
  public EventType {
    fields = List.copyOf(fields);
  }
}
