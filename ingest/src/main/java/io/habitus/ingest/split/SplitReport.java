package io.habitus.ingest.split;

import io.habitus.core.time.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a split wrote.
 *
 * @param split the cut-offs
 * @param inputRows rows of {@code input/} by event type
 * @param train the train target
 * @param validation the validation target
 * @param relevantClients number of clients to embed
 * @param activeClients number of relevant clients with an input buy
 * @param labels number of labels by task
 * @param derived files that the source lacked and that were derived
 */
public record SplitReport(
    Split split,
    SortedMap<String, Long> inputRows,
    Window train,
    Window validation,
    long relevantClients,
    long activeClients,
    SortedMap<String, Integer> labels,
    List<String> derived) {

  public SplitReport {
    inputRows = new TreeMap<>(inputRows);
    labels = new TreeMap<>(labels);
    derived = List.copyOf(derived);
  }

  /** Size of a target file. */
  public record Window(long rows, long clients) {}

  /** The report as text. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("input before " + split.trainStart());
    inputRows.forEach((type, rows) -> lines.add(format("  %s: %,d rows", type, rows)));
    lines.add(window("train target from " + split.trainStart(), train));
    lines.add(window("validation target from " + split.validationStart(), validation));
    lines.add(format("%,d relevant clients, %,d of them active", relevantClients, activeClients));
    labels.forEach((task, count) -> lines.add(format("%s: %d labels", task, count)));
    if (!derived.isEmpty()) {
      lines.add("derived: " + String.join(", ", derived));
    }
    return List.copyOf(lines);
  }

  private static String window(String what, Window window) {
    return format("%s: %,d rows of %,d clients", what, window.rows, window.clients);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
