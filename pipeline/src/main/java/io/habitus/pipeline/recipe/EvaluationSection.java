package io.habitus.pipeline.recipe;

import io.habitus.core.target.Task;
import java.util.List;

/**
 * How profiles are scored.
 *
 * @param tasks which; empty for all that the data has labels for
 * @param probe {@code predictor}, the challenge's network, minutes; or {@code linear}, seconds
 * @param seeds of the probe; scores are averaged over them
 * @param intervals bootstrap over clients
 */
public record EvaluationSection(
    List<String> tasks, String probe, List<Long> seeds, IntervalsSection intervals) {
  public static final List<String> PROBES = List.of("predictor", "linear");

  /** The seed of the challenge's organisers. */
  public static final long ORGANISERS_SEED = 1278;

  public EvaluationSection {
    tasks = List.copyOf(tasks);
    seeds = List.copyOf(seeds);
  }

  /**
   * Bootstrap intervals.
   *
   * @param resamples how many times clients are drawn with replacement; 0 for no intervals
   * @param level share of resamples that an interval holds
   * @param seed of the draws
   */
  public record IntervalsSection(int resamples, double level, long seed) {

    static IntervalsSection read(Section evaluation) {
      try (Section intervals = evaluation.section("intervals")) {
        double level = intervals.number("level", 0.95);
        if (!(level > 0.5 && level < 1)) {
          intervals.problem("level", "more than 0.5 and less than 1", Double.toString(level), "");
        }
        return new IntervalsSection(
            Math.toIntExact(intervals.integer("resamples", 0).orElse(1000L)),
            level,
            intervals.integer("seed", Long.MIN_VALUE).orElse(1L));
      }
    }
  }

  static EvaluationSection read(Section top) {
    try (Section evaluation = top.section("evaluation")) {
      List<Long> seeds = evaluation.integers("seeds");
      return new EvaluationSection(
          evaluation.words("tasks", Task.CHALLENGE),
          evaluation.choice("probe", "predictor", PROBES),
          seeds.isEmpty() ? List.of(ORGANISERS_SEED) : seeds,
          IntervalsSection.read(evaluation));
    }
  }
}
