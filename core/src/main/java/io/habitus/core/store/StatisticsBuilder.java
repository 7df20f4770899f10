package io.habitus.core.store;

import io.habitus.core.schema.EventType;
import io.habitus.core.schema.Schema;
import io.habitus.core.time.Micros;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts events while they are written, on top of what a store held before. */
final class StatisticsBuilder {
  /** Days 0 … this (2146) are counted in an array, others in a map. */
  private static final int ARRAY_DAYS = 1 << 16;

  private final Schema schema;
  private final Statistics before;
  private final boolean[][] carries; // (types, fields)
  private final long[] counts; // (types)
  private final long[] first; // (types)
  private final long[] last; // (types)
  private final long[] nulls; // (fields)
  private final long[] lengths = new long[64];
  private final long[] days = new long[ARRAY_DAYS];
  private final Map<Long, Long> otherDays = new HashMap<>();
  private long newClients;
  private long longest;
  private long midnights;
  private long duplicates;

  StatisticsBuilder(Schema schema, Statistics before) {
    this.schema = schema;
    this.before = before;
    int types = schema.eventTypes().size();
    counts = new long[types];
    first = new long[types];
    last = new long[types];
    Arrays.fill(first, Long.MAX_VALUE);
    Arrays.fill(last, Long.MIN_VALUE);
    nulls = new long[schema.fields().size()];
    carries = new boolean[types][nulls.length];
    for (int t = 0; t < types; t++) {
      for (String field : schema.eventTypes().get(t).fields()) {
        carries[t][schema.field(field)] = true;
      }
    }
  }

  static Statistics none(Schema schema) {
    return new Statistics(
        0,
        0,
        schema.eventTypes().stream()
            .map(type -> new Statistics.TypeStatistics(type.name(), 0, 0, 0))
            .toList(),
        List.of(),
        0,
        schema.fields().stream().map(field -> 0L).toList(),
        Map.of(),
        0,
        0);
  }

  /**
   * Counts a client's new events.
   *
   * @param lengthBefore number of events of the client that the store held before
   */
  void add(EventBuffer events, long lengthBefore, long duplicatesAmongThem) {
    long length = lengthBefore + events.size();
    if (lengthBefore == 0) {
      newClients++;
    } else {
      lengths[bucket(lengthBefore)]--;
    }
    lengths[bucket(length)]++;
    longest = Math.max(longest, length);
    duplicates += duplicatesAmongThem;
    for (int i = 0; i < events.size(); i++) {
      addEvent(events, i);
    }
  }

  private void addEvent(EventBuffer events, int i) {
    int type = events.types[i];
    long time = events.times[i];
    counts[type]++;
    first[type] = Math.min(first[type], time);
    last[type] = Math.max(last[type], time);
    long day = Math.floorDiv(time, Micros.PER_DAY);
    midnights += day * Micros.PER_DAY == time ? 1 : 0;
    if (day >= 0 && day < ARRAY_DAYS) {
      days[(int) day]++;
    } else {
      otherDays.merge(day, 1L, Long::sum);
    }
    boolean[] carried = carries[type];
    for (int f = 0; f < carried.length; f++) {
      if (carried[f] && isNull(events, f, i)) {
        nulls[f]++;
      }
    }
  }

  private static boolean isNull(EventBuffer events, int field, int i) {
    return events.isNumeric(field)
        ? Double.isNaN(events.numbers[field][i])
        : events.codes[field][i] == Codes.NULL;
  }

  private static int bucket(long length) {
    return 63 - Long.numberOfLeadingZeros(length);
  }

  Statistics build() {
    List<Statistics.TypeStatistics> types = new ArrayList<>();
    for (int t = 0; t < counts.length; t++) {
      EventType type = schema.eventTypes().get(t);
      boolean none = counts[t] == 0;
      types.add(
          new Statistics.TypeStatistics(
                  type.name(), counts[t], none ? 0 : first[t], none ? 0 : last[t])
              .plus(before.type(t)));
    }
    List<Long> allNulls = new ArrayList<>();
    for (int f = 0; f < nulls.length; f++) {
      allNulls.add(before.nulls().get(f) + nulls[f]);
    }
    return new Statistics(
        before.clients() + newClients,
        before.events() + Arrays.stream(counts).sum(),
        types,
        allLengths(),
        Math.max(longest, before.longest()),
        allNulls,
        allDays(),
        before.midnights() + midnights,
        before.duplicates() + duplicates);
  }

  private List<Long> allLengths() {
    long[] all = lengths.clone();
    for (int k = 0; k < before.lengths().size(); k++) {
      all[k] += before.lengths().get(k);
    }
    int size = all.length;
    while (size > 0 && all[size - 1] == 0) {
      size--;
    }
    return Arrays.stream(all, 0, size).boxed().toList();
  }

  private Map<Long, Long> allDays() {
    Map<Long, Long> all = new HashMap<>(before.eventsByDay());
    otherDays.forEach((day, count) -> all.merge(day, count, Long::sum));
    for (int day = 0; day < days.length; day++) {
      if (days[day] > 0) {
        all.merge((long) day, days[day], Long::sum);
      }
    }
    return all;
  }
}
