package io.habitus.pipeline.report;

import java.util.List;

/**
 * What came before a vector in which a feature is strong.
 *
 * @param who whose vector it is
 * @param activation of the feature
 * @param summary of all that came before; empty where there is none
 * @param steps the last of it, oldest first
 */
public record Trail(String who, double activation, String summary, List<Step> steps) {
  public Trail {
    steps = List.copyOf(steps);
  }

  /**
   * Something that was done.
   *
   * @param what such as an item's name
   * @param beside a few words or a number about it
   * @param shade 0 to 1: how strongly it is coloured
   */
  public record Step(String what, String beside, double shade) {
    public Step {
      if (!(shade >= 0 && shade <= 1)) {
        throw new IllegalArgumentException("shade: expected 0 to 1, found " + shade);
      }
    }
  }
}
