package io.habitus.pipeline.recipe;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.habitus.core.target.Task;
import io.habitus.evaluation.interval.BootstrapOptions;
import io.habitus.evaluation.predictor.NeuralPredictor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How profiles are scored.
 *
 * @param tasks which; empty for all that the data has labels for, and all of {@code labels}
 * @param labels targets of the user's own
 * @param probe {@code predictor}, the challenge's network, minutes; {@code predictor-bf16}, the
 *     same with products of bfloat16; or {@code linear}, seconds
 * @param seeds of the probe; scores are averaged over them
 * @param intervals bootstrap over clients
 * @param showIds whether results may name a few clients by their ids
 * @param reconstruct whether {@code gru-ae} members are asked how much of histories can be read
 *     back from their vectors
 * @param check a second probe, on a sample of clients; empty for none
 */
public record EvaluationSection(
    List<String> tasks,
    List<LabelsSection> labels,
    String probe,
    List<Long> seeds,
    IntervalsSection intervals,
    boolean showIds,
    boolean reconstruct,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<CheckSection> check) {
  public static final List<String> PROBES =
      List.of(NeuralPredictor.NAME, NeuralPredictor.NAME_BF16, "linear");

  /** The seed of the challenge's organisers. */
  public static final long ORGANISERS_SEED = 1278;

  public EvaluationSection {
    tasks = List.copyOf(tasks);
    labels = List.copyOf(labels);
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
        double level = intervals.number("level", BootstrapOptions.defaults().confidence());
        if (!(level > 0.5 && level < 1)) {
          intervals.problem("level", "more than 0.5 and less than 1", Double.toString(level), "");
        }
        return new IntervalsSection(
            Math.toIntExact(
                intervals
                    .integer("resamples", 0)
                    .orElse((long) BootstrapOptions.defaults().resamples())),
            level,
            intervals.integer("seed", Long.MIN_VALUE).orElse(BootstrapOptions.defaults().seed()));
      }
    }
  }

  /**
   * A look at the same profiles through a second probe, on a sample of the clients: how far do the
   * quick probe's numbers tell what the slow one would say?
   *
   * @param probe as above
   * @param clients how many
   * @param seed of the sample
   * @param members which profiles; empty for all that are scored
   */
  public record CheckSection(String probe, int clients, long seed, List<String> members) {
    public CheckSection {
      members = List.copyOf(members);
    }

    static Optional<CheckSection> read(Section evaluation) {
      if (!evaluation.has("check")) {
        return Optional.empty();
      }
      try (Section check = evaluation.section("check")) {
        return Optional.of(
            new CheckSection(
                check.choice("probe", "predictor", PROBES),
                Math.toIntExact(check.integer("clients", 1).orElse(300L)),
                check.integer("seed", Long.MIN_VALUE).orElse(1L),
                check.words("members")));
      }
    }
  }

  static EvaluationSection read(Section top) {
    try (Section evaluation = top.section("evaluation")) {
      List<Long> seeds = evaluation.integers("seeds");
      List<LabelsSection> labels = LabelsSection.readAll(evaluation);
      List<String> known = new ArrayList<>(Task.CHALLENGE);
      labels.forEach(each -> known.add(each.name()));
      return new EvaluationSection(
          evaluation.words("tasks", known),
          labels,
          evaluation.choice("probe", "predictor", PROBES),
          seeds.isEmpty() ? List.of(ORGANISERS_SEED) : seeds,
          IntervalsSection.read(evaluation),
          evaluation.flag("show_ids", false),
          evaluation.flag("reconstruct", true),
          CheckSection.read(evaluation));
    }
  }
}
