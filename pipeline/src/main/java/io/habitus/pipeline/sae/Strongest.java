package io.habitus.pipeline.sae;

import io.habitus.explain.interpret.FeatureFacts;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/** The vectors whose histories are shown: the strongest of a feature, one of each client. */
final class Strongest {
  /** Histories on a page. */
  private static final int SHOWN = 5;

  /** Steps of a history. */
  static final int STEPS = 8;

  private Strongest() {}

  /**
   * Strongest first.
   *
   * @param client of a row of the vectors that were looked at
   */
  static List<FeatureFacts.Top> of(FeatureFacts feature, IntUnaryOperator client) {
    Set<Integer> seen = new HashSet<>();
    return feature.top().stream()
        .filter(each -> seen.add(client.applyAsInt(each.row())))
        .limit(SHOWN)
        .toList();
  }
}
