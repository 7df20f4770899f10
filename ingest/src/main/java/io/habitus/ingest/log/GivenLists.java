package io.habitus.ingest.log;

import io.habitus.core.target.LabelList;
import java.util.Map;
import java.util.Optional;

/**
 * Lists that come with the data.
 *
 * @param relevantClients clients to embed, in their order
 * @param activeClients relevant clients with a purchase
 * @param labels of propensity tasks, by the task's name
 */
@SuppressWarnings("ArrayRecordComponent")
public record GivenLists(
    Optional<long[]> relevantClients,
    Optional<long[]> activeClients,
    Map<String, LabelList> labels) {
  public GivenLists {
    labels = Map.copyOf(labels);
  }

  public static GivenLists none() {
    return new GivenLists(Optional.empty(), Optional.empty(), Map.of());
  }
}
