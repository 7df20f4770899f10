package io.habitus.core.store;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is in a store, all generations together.
 *
 * @param clients number of clients
 * @param events number of events
 * @param types one per event type, in the schema's order
 * @param lengths number of clients by length of their sequence: index k counts lengths in [2^k,
 *     2^(k+1))
 * @param longest events of the client with the most
 * @param nulls events whose type carries a field but whose value is empty, by field
 * @param eventsByDay events by day since 1970-01-01, UTC
 * @param midnights events at exactly 00:00:00 UTC
 * @param duplicates events equal in everything to an earlier one of the same client; still in the
 *     store unless it was deduplicated
 */
public record Statistics(
    long clients,
    long events,
    List<TypeStatistics> types,
    List<Long> lengths,
    long longest,
    List<Long> nulls,
    Map<Long, Long> eventsByDay,
    long midnights,
    long duplicates) {

  /**
   * Of one event type.
   *
   * @param firstMicros time of the first event, 0 where there is none
   * @param lastMicros time of the last event, 0 where there is none
   */
  public record TypeStatistics(String type, long events, long firstMicros, long lastMicros) {
    TypeStatistics plus(TypeStatistics other) {
      if (events == 0 || other.events == 0) {
        return events == 0 ? other : this;
      }
      return new TypeStatistics(
          type,
          events + other.events,
          Math.min(firstMicros, other.firstMicros),
          Math.max(lastMicros, other.lastMicros));
    }
  }

  public Statistics {
    types = List.copyOf(types);
    lengths = List.copyOf(lengths);
    nulls = List.copyOf(nulls);
    eventsByDay = Map.copyOf(eventsByDay);
  }

  /** Of a type by its index in the schema. */
  public TypeStatistics type(int type) {
    return types.get(type);
  }

  /** Time of the first event of all, 0 where there is none. */
  public long firstMicros() {
    return types.stream()
        .filter(type -> type.events() > 0)
        .mapToLong(TypeStatistics::firstMicros)
        .min()
        .orElse(0);
  }

  /** Time of the last event of all, 0 where there is none. */
  public long lastMicros() {
    return types.stream()
        .filter(type -> type.events() > 0)
        .mapToLong(TypeStatistics::lastMicros)
        .max()
        .orElse(0);
  }

  /** {@link #eventsByDay} in order of days. */
  public TreeMap<Long, Long> days() {
    return new TreeMap<>(eventsByDay);
  }
}
