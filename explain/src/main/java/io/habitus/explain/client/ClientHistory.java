package io.habitus.explain.client;

import io.habitus.core.time.Micros;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * What a client did before the cut-off, in short.
 *
 * @param events how many there are
 * @param types events by type, the most frequent first
 * @param newest the last few, oldest first
 */
public record ClientHistory(int events, SequencedMap<String, Integer> types, List<Event> newest) {
  public ClientHistory {
    newest = List.copyOf(newest);
  }

  /**
   * An event.
   *
   * @param what its type, and what is known of it
   * @param beforeMicros how long before the cut-off
   */
  public record Event(String what, long beforeMicros) {
    /** Such as "3 days before". */
    public String when() {
      long hours = beforeMicros / (Micros.PER_DAY / 24);
      return hours < 48 ? plural(hours, "hour") + " before" : plural(hours / 24, "day") + " before";
    }
  }

  /** Such as "7 events: 5 page_visit, 2 product_buy". */
  public String summary() {
    return plural(events, "event")
        + ": "
        + types.entrySet().stream()
            .map(each -> count(each.getValue()) + " " + each.getKey())
            .collect(Collectors.joining(", "));
  }

  private static String plural(long number, String one) {
    return count(number) + " " + (number == 1 ? one : one + "s");
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
