package io.habitus.core.store;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A thin tail of late events: clocks that are wrong, or readers who came back to an old page. It
 * moves the end of the data, and with it every split.
 *
 * <p>The body of a log ends with its last day that has at least a tenth of the events of the day of
 * its median event. What lies later is a tail if it is at most 5 % of all events and reaches
 * further than one day beyond the body.
 *
 * @param bodyEnd last day of the body, UTC
 * @param events events after that day
 * @param share of all events, 0 … 1
 * @param last day of the last event, UTC
 */
public record LateTail(LocalDate bodyEnd, long events, double share, LocalDate last) {
  private static final double THIN = 0.1;
  private static final double AT_MOST = 0.05;

  /** What {@code --until} to give, so that the tail is left out. */
  public LocalDate until() {
    return bodyEnd.plusDays(1);
  }

  public String sentence() {
    return ("late tail: %,d events (%.2f %%) lie after %s, the last on %s; they are kept,"
            + " --until %s leaves them out")
        .formatted(events, 100 * share, bodyEnd, last, until());
  }

  /**
   * Looks for a tail.
   *
   * @param eventsByDay events by day since 1970-01-01
   */
  public static Optional<LateTail> find(Map<Long, Long> eventsByDay) {
    TreeMap<Long, Long> days = new TreeMap<>(eventsByDay);
    long total = days.values().stream().mapToLong(Long::longValue).sum();
    if (total == 0) {
      return Optional.empty();
    }
    double enough = THIN * countOnMedianEventsDay(days, total);
    long body =
        days.entrySet().stream()
            .filter(day -> day.getValue() >= enough)
            .mapToLong(Map.Entry::getKey)
            .max()
            .orElseThrow();
    long late = days.tailMap(body, false).values().stream().mapToLong(Long::longValue).sum();
    boolean isTail = late > 0 && late <= AT_MOST * total && days.lastKey() > body + 1;
    return isTail
        ? Optional.of(
            new LateTail(
                LocalDate.ofEpochDay(body),
                late,
                (double) late / total,
                LocalDate.ofEpochDay(days.lastKey())))
        : Optional.empty();
  }

  /** Half of all events are on days with at most this many events. */
  private static long countOnMedianEventsDay(TreeMap<Long, Long> days, long total) {
    long[] counts = days.values().stream().mapToLong(Long::longValue).sorted().toArray();
    long seen = 0;
    for (long count : counts) {
      seen += count;
      if (2 * seen >= total) {
        return count;
      }
    }
    throw new IllegalStateException("no median in " + Arrays.toString(counts));
  }

  /** Days between the body's end and the last event. */
  public long days() {
    return ChronoUnit.DAYS.between(
        bodyEnd.atStartOfDay(ZoneOffset.UTC), last.atStartOfDay(ZoneOffset.UTC));
  }
}
