package io.habitus.evaluation;

import io.habitus.evaluation.interval.Interval;
import io.habitus.evaluation.result.ProfilesResult;
import io.habitus.evaluation.result.TaskResult;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Evaluations of the same profiles by a probe with several seeds, as one. Scores, intervals and
 * shares of the oracle are means over the seeds; every seed draws the same resamples of clients, so
 * the mean of the ends is never narrower than the interval of the mean. Where a seed has no score,
 * because its probe diverged, the others count. Labels and learning curves are the first seed's;
 * pairs are not compared.
 */
public final class SeedMeans {
  private final List<EvaluationResult> seeds;

  private SeedMeans(List<EvaluationResult> seeds) {
    this.seeds = seeds;
  }

  /** The mean of at least one evaluation; that of one is the evaluation itself. */
  public static EvaluationResult of(List<EvaluationResult> seeds) {
    return seeds.size() == 1 ? seeds.getFirst() : new SeedMeans(seeds).mean();
  }

  private EvaluationResult mean() {
    EvaluationResult first = seeds.getFirst();
    List<ProfilesResult> profiles = first.profiles().stream().map(this::mean).toList();
    return new EvaluationResult(
        first.format(),
        first.probe(),
        first.split(),
        first.bootstrap(),
        profiles,
        Evaluator.leaderboard(profiles),
        List.of(),
        seeds.stream().flatMap(seed -> seed.skipped().stream()).distinct().toList(),
        seeds.stream().mapToDouble(EvaluationResult::seconds).sum());
  }

  private ProfilesResult mean(ProfilesResult first) {
    List<TaskResult> tasks =
        first.tasks().stream().map(task -> mean(task, bySeed(first.name(), task.task()))).toList();
    return new ProfilesResult(
        first.name(),
        first.clients(),
        first.width(),
        first.cutOff(),
        first.cutOffCheck(),
        tasks,
        rounded(tasks.stream().mapToDouble(TaskResult::score).sum()));
  }

  private List<TaskResult> bySeed(String profiles, String task) {
    return seeds.stream()
        .flatMap(seed -> seed.profiles().stream())
        .filter(set -> set.name().equals(profiles))
        .flatMap(set -> set.tasks().stream())
        .filter(result -> result.task().equals(task))
        .toList();
  }

  private static TaskResult mean(TaskResult first, List<TaskResult> bySeed) {
    return new TaskResult(
        first.task(),
        first.kind(),
        first.clients(),
        rounded(mean(bySeed, TaskResult::score)),
        mean(bySeed, TaskResult::unrounded),
        first.measures(),
        first.interval().map(interval -> mean(interval, bySeed)),
        first.oracleAuroc(),
        share(bySeed),
        first.epochs(),
        first.bestEpoch(),
        first.labels(),
        first.examples(),
        first.steps(),
        bySeed.stream().mapToDouble(TaskResult::trainSeconds).sum(),
        bySeed.stream().mapToDouble(TaskResult::scoreSeconds).sum());
  }

  private static Interval mean(Interval first, List<TaskResult> bySeed) {
    return new Interval(
        mean(bySeed, task -> task.interval().orElse(first).low()),
        mean(bySeed, task -> task.interval().orElse(first).high()),
        first.confidence(),
        mean(bySeed, task -> task.interval().orElse(first).standardError()));
  }

  private static Optional<Double> share(List<TaskResult> bySeed) {
    List<Double> shares =
        bySeed.stream().map(TaskResult::shareOfOracle).flatMap(Optional::stream).toList();
    return shares.isEmpty()
        ? Optional.empty()
        : Optional.of(shares.stream().mapToDouble(Double::doubleValue).sum() / shares.size());
  }

  private static double mean(List<TaskResult> bySeed, ToDoubleFunction<TaskResult> value) {
    return bySeed.stream().mapToDouble(value).sum() / bySeed.size();
  }

  private static double rounded(double score) {
    return Math.round(score * 1e4) / 1e4;
  }
}
