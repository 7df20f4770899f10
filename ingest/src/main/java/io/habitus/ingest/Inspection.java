package io.habitus.ingest;

import io.habitus.core.store.Statistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is in a store.
 *
 * @param name of the data set
 * @param statistics of its events
 * @param generations number of ingestions
 * @param values number of values by field and item attribute
 * @param relevantClients number of clients to embed, where the data names them
 * @param leftOut rows and events that were left out, by reason, all ingestions together
 * @param findings what looks suspicious; empty where nothing does
 */
public record Inspection(
    String name,
    Statistics statistics,
    int generations,
    Map<String, Integer> values,
    Optional<Integer> relevantClients,
    Map<String, Long> leftOut,
    List<Finding> findings) {
  public Inspection {
    values = Map.copyOf(values);
    leftOut = Map.copyOf(leftOut);
    findings = List.copyOf(findings);
  }

  /** Kinds of findings. */
  public enum Kind {
    LATE_TAIL,
    DUPLICATES,
    BUSY_CLIENTS,
    NULLS,
    MIDNIGHTS,
    UNKNOWN_ITEMS,
    EMPTY_TYPE
  }

  /**
   * One suspicious thing.
   *
   * @param count how many events, clients or items it is about
   * @param text one sentence
   */
  public record Finding(Kind kind, long count, String text) {}
}
