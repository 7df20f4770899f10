package io.habitus.recommend.metrics;

import java.util.Map;
import java.util.TreeMap;

/**
 * The scores of some cases, such as those whose right answer is cold.
 *
 * @param name of the group
 * @param cases in it
 * @param scores by measure
 */
public record Group(String name, int cases, Map<String, Score> scores) {
  public Group {
    scores = new TreeMap<>(scores);
  }

  /** Mean of a measure. */
  public double value(String measure) {
    Score score = scores.get(measure);
    if (score == null) {
      throw new IllegalArgumentException(
          "no measure %s; there are %s".formatted(measure, scores.keySet()));
    }
    return score.value();
  }
}
