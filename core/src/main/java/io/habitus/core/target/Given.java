package io.habitus.core.target;

import io.habitus.core.profile.ClientSet;
import java.util.Map;
import java.util.Optional;

/**
 * What a data set says itself about its tasks; the rest is derived.
 *
 * @param relevant clients to embed; derived: all with an input event
 * @param active clients that churn is about; derived: relevant ones with an input target event
 * @param labels label lists by task name
 */
public record Given(
    Optional<ClientSet> relevant, Optional<ClientSet> active, Map<String, LabelList> labels) {

  public static final Given NOTHING = new Given(Optional.empty(), Optional.empty(), Map.of());

  public Given {
    labels = Map.copyOf(labels);
  }

  /** Whether the input need not be read to know who and what is known. */
  boolean isComplete() {
    return relevant.isPresent() && active.isPresent() && labels.containsKey(Task.NEW_SKU);
  }
}
