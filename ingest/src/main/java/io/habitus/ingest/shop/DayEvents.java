package io.habitus.ingest.shop;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * All events of one day by type, each type by time.
 *
 * @param day index of the day since the start
 * @param events by type
 */
record DayEvents(int day, Map<EventKind, EventBuffer> events) {

  /** Joins what the workers did, given in the order of clients. */
  static DayEvents of(int day, List<Visits> parts, int[] scratch) {
    Map<EventKind, EventBuffer> byKind = new EnumMap<>(EventKind.class);
    for (EventKind kind : EventKind.values()) {
      List<EventBuffer> ofKind = parts.stream().map(part -> part.events(kind)).toList();
      byKind.put(kind, EventBuffer.sorted(ofKind, scratch));
    }
    return new DayEvents(day, byKind);
  }

  EventBuffer of(EventKind kind) {
    EventBuffer buffer = events.get(kind);
    if (buffer == null) {
      throw new IllegalStateException("no buffer of " + kind);
    }
    return buffer;
  }

  long count() {
    return events.values().stream().mapToLong(EventBuffer::size).sum();
  }
}
