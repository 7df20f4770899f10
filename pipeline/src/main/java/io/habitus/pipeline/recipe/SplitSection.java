package io.habitus.pipeline.recipe;

import java.util.Optional;

/**
 * Which events are input and which are targets; see {@code core.time.Split}.
 *
 * @param days length of a target window in days; empty for the schema's own, 14 in the challenge
 * @param cutoffs how many cut-offs, each a window earlier than the one before; 1 is the challenge's
 */
public record SplitSection(Optional<Integer> days, int cutoffs) {

  static SplitSection read(Section top) {
    try (Section split = top.section("split")) {
      return new SplitSection(
          split.integer("days", 1).map(Math::toIntExact),
          Math.toIntExact(split.integer("cutoffs", 1).orElse(1L)));
    }
  }
}
