package io.habitus.pipeline.recipe;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Recommenders beside each other, by full ranking.
 *
 * @param experiment {@code sequential} or {@code cold-start}
 * @param name title of the report
 * @param data the log
 * @param split how it is cut
 * @param content what items are, in the words of the option {@code --content}; {@code ${data}} is
 *     {@code data.path}
 * @param holdOut share of items that are held out of training by the first seed
 * @param maxDeltaNorm bounds to try; the first one is compared with the other models
 * @param baselines whether models without a network are in the table
 * @param parameters of the networks
 * @param ranking what is ranked and how often users are drawn
 * @param seeds of fits
 * @param output folder of the results
 * @param threads worker threads
 */
public record ComparisonRecipe(
    String experiment,
    String name,
    LogSection data,
    CutSection split,
    Optional<String> content,
    double holdOut,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Double> maxDeltaNorm,
    boolean baselines,
    SortedMap<String, String> parameters,
    RankingSection ranking,
    List<Long> seeds,
    String output,
    Optional<Integer> threads)
    implements ExperimentRecipe {

  public ComparisonRecipe {
    maxDeltaNorm = List.copyOf(maxDeltaNorm);
    parameters = new TreeMap<>(parameters);
    seeds = List.copyOf(seeds);
  }

  /**
   * How the log is cut.
   *
   * @param by {@code leave-one-out} or {@code time}
   * @param validationShare of all interactions, by time
   * @param testShare of all interactions, by time
   * @param targets by time: {@code all} later items of a user are asked for, or the {@code first}
   */
  public record CutSection(String by, double validationShare, double testShare, String targets) {
    static CutSection read(Section top) {
      try (Section split = top.section("split")) {
        return new CutSection(
            split.choice("by", "leave-one-out", List.of("leave-one-out", "time")),
            share(split, "validation_share"),
            share(split, "test_share"),
            split.choice("targets", "all", List.of("all", "first")));
      }
    }

    private static double share(Section split, String key) {
      double share = split.number(key, 0.1);
      if (!(share > 0 && share < 1)) {
        split.problem(key, "more than 0 and less than 1", Double.toString(share), "");
      }
      return share;
    }
  }

  /**
   * What is ranked.
   *
   * @param allowSeen whether items that the user had before are ranked too
   * @param warmOnly whether only items that occur in training are ranked
   * @param resamples draws of users for intervals; 0 for none
   */
  public record RankingSection(boolean allowSeen, boolean warmOnly, int resamples) {
    static RankingSection read(Section top) {
      try (Section ranking = top.section("ranking")) {
        return new RankingSection(
            ranking.flag("allow_seen", false),
            ranking.flag("warm_only", false),
            Math.toIntExact(ranking.integer("resamples", 0).orElse(500L)));
      }
    }
  }

  static ComparisonRecipe read(Section top, String kind, String name) {
    boolean cold = kind.equals(COLD_START);
    List<Double> bounds = cold ? top.numbers("max_delta_norm") : List.of();
    List<Long> seeds = top.integers("seeds");
    Optional<String> content = cold ? top.text("content") : Optional.empty();
    if (cold && content.isEmpty()) {
      top.problem(
          "content",
          "what items are",
          "nothing",
          "Such as attributes:NAME, as in habitus experiment cold-start --content.");
    }
    double holdOut = top.number("hold_out", 0);
    if (!(holdOut >= 0 && holdOut < 1)) {
      top.problem("hold_out", "a share of at least 0, less than 1", Double.toString(holdOut), "");
    }
    bounds.stream()
        .filter(bound -> !(bound > 0))
        .forEach(bound -> top.problem("max_delta_norm", "more than 0", bound.toString(), ""));
    return new ComparisonRecipe(
        kind,
        name,
        LogSection.read(top),
        CutSection.read(top),
        content,
        holdOut,
        cold && bounds.isEmpty() ? List.of(0.5) : bounds,
        top.flag("baselines", true),
        top.parameters("parameters"),
        RankingSection.read(top),
        seeds.isEmpty() ? List.of(1L) : seeds,
        top.text("output", "runs/" + name),
        top.integer("threads", 1).map(Math::toIntExact));
  }
}
