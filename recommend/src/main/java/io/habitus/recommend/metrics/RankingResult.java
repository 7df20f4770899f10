package io.habitus.recommend.metrics;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * How a recommender did.
 *
 * @param model its name
 * @param protocol what the numbers mean
 * @param groups all cases; warm and cold ones; by how often the right item occurs in training
 * @param coverage share of the data's items that are in somebody's list
 * @param novelty mean of −log2 of an item's share of the training interactions over the items of
 *     all lists, in bits; an item without any counts as one with one
 * @param unanswered cases without a list: the history says nothing to the model
 * @param ranks (cases) of the right item; 0 where it is not ranked
 */
@SuppressWarnings("ArrayRecordComponent")
public record RankingResult(
    String model,
    Protocol protocol,
    List<Group> groups,
    double coverage,
    double novelty,
    int unanswered,
    @JsonIgnore int[] ranks) {
  public static final String ALL = "all";
  public static final String WARM = "warm";
  public static final String COLD = "cold";

  public RankingResult {
    groups = List.copyOf(groups);
  }

  /** The group of that name. */
  public Group group(String name) {
    return groups.stream()
        .filter(group -> group.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no group " + name));
  }

  /** Mean of a measure over all cases. */
  public double value(String measure) {
    return group(ALL).value(measure);
  }
}
