package io.habitus.pipeline.report;

import io.habitus.core.target.Task;
import io.habitus.core.target.TaskKind;
import io.habitus.core.target.TaskSet;
import io.habitus.evaluation.EvaluationResult;
import io.habitus.evaluation.SeedMeans;
import io.habitus.evaluation.interval.Holm;
import io.habitus.evaluation.metric.TaskScore;
import io.habitus.evaluation.result.Comparison;
import io.habitus.evaluation.result.LabelResult;
import io.habitus.evaluation.result.ProfilesResult;
import io.habitus.evaluation.result.TaskResult;
import io.habitus.pipeline.report.ReportData.Difference;
import io.habitus.pipeline.report.ReportData.Epoch;
import io.habitus.pipeline.report.ReportData.Interval;
import io.habitus.pipeline.report.ReportData.LabelScore;
import io.habitus.pipeline.report.ReportData.Score;
import io.habitus.pipeline.report.ReportData.Standing;
import io.habitus.pipeline.report.ReportData.TaskFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;

/**
 * The numbers of an evaluation with one or more seeds, whose scores are their {@link SeedMeans};
 * measures and differences are means over the seeds too.
 */
final class Scores {
  private final List<EvaluationResult> seeds;
  private final EvaluationResult mean;
  private final Optional<TaskSet> tasks;

  Scores(List<EvaluationResult> seeds, Optional<TaskSet> tasks) {
    this.seeds = seeds;
    this.mean = SeedMeans.of(seeds);
    this.tasks = tasks;
  }

  /** Facts of every task that some profile was scored on. */
  List<TaskFacts> tasks() {
    SequencedMap<String, TaskFacts> facts = new LinkedHashMap<>();
    for (ProfilesResult profiles : seeds.getFirst().profiles()) {
      for (TaskResult task : profiles.tasks()) {
        facts.putIfAbsent(task.task(), facts(task));
      }
    }
    return List.copyOf(facts.values());
  }

  private static TaskFacts facts(TaskResult task) {
    long rankable =
        task.labels().stream()
            .filter(label -> label.positives() > 0 && label.positives() < task.clients())
            .count();
    return new TaskFacts(
        task.task(),
        measure(task.kind()),
        task.clients(),
        Math.max(1, task.labels().size()),
        task.labels().stream().mapToLong(LabelResult::trainPositives).sum(),
        task.labels().stream().mapToLong(LabelResult::positives).sum(),
        0.5 * rankable / Math.max(1, task.labels().size()),
        task.oracleAuroc().map(OptionalDouble::of).orElse(OptionalDouble.empty()));
  }

  private static String measure(TaskKind kind) {
    return switch (kind) {
      case BINARY -> "AUROC";
      case MULTI_LABEL -> "0.8 AUROC (mean over labels) + 0.1 novelty + 0.1 diversity";
      case NUMERIC -> "Spearman's rank correlation";
    };
  }

  /** One per profile and task. */
  List<Score> scores() {
    List<Score> scores = new ArrayList<>();
    for (ProfilesResult profiles : mean.profiles()) {
      for (TaskResult task : profiles.tasks()) {
        scores.add(score(profiles.name(), task, bySeed(profiles.name(), task.task())));
      }
    }
    return scores;
  }

  private List<TaskResult> bySeed(String profiles, String task) {
    return seeds.stream()
        .flatMap(seed -> seed.profiles().stream())
        .filter(each -> each.name().equals(profiles))
        .flatMap(each -> each.tasks().stream())
        .filter(each -> each.task().equals(task))
        .toList();
  }

  private Score score(String profiles, TaskResult mean, List<TaskResult> bySeed) {
    TaskResult first = bySeed.getFirst();
    return new Score(
        profiles,
        first.task(),
        mean.score(),
        mean.interval().map(i -> new Interval(i.low(), i.high())),
        bySeed.stream().map(TaskResult::score).toList(),
        measures(bySeed),
        first.epochs().stream()
            .map(epoch -> new Epoch(epoch.number(), epoch.trainLoss(), epoch.score()))
            .toList(),
        first.kind() == TaskKind.MULTI_LABEL ? labels(first) : List.of(),
        mean.trainSeconds() + mean.scoreSeconds());
  }

  private static SequencedMap<String, Double> measures(List<TaskResult> bySeed) {
    SequencedMap<String, Double> means = new LinkedHashMap<>();
    for (TaskResult result : bySeed) {
      measures(result.measures())
          .forEach((name, value) -> means.merge(name, value / bySeed.size(), Double::sum));
    }
    return means;
  }

  private static SequencedMap<String, Double> measures(TaskScore score) {
    SequencedMap<String, Double> measures = new LinkedHashMap<>();
    switch (score) {
      case TaskScore.Binary(double auroc) -> measures.put("AUROC", auroc);
      case TaskScore.MultiLabel multi -> {
        measures.put("AUROC", multi.auroc());
        measures.put("novelty", multi.novelty());
        measures.put("diversity", multi.diversity());
      }
      case TaskScore.Numeric numeric -> {
        measures.put("Spearman", numeric.spearman());
        measures.put("R²", numeric.r2());
        measures.put("RMSE", numeric.rmse());
        measures.put("Gini", numeric.gini());
        measures.put("top-decile lift", numeric.topDecileLift());
      }
    }
    return measures;
  }

  private List<LabelScore> labels(TaskResult result) {
    double[] popularity =
        tasks.stream()
            .flatMap(set -> set.tasks().stream())
            .filter(task -> task.name().equals(result.task()))
            .map(Task::popularity)
            .findFirst()
            .orElse(new double[0]);
    List<LabelScore> labels = new ArrayList<>();
    for (LabelResult label : result.labels()) {
      int i = labels.size();
      double share = i < popularity.length ? popularity[i] : Double.NaN;
      labels.add(new LabelScore(label.label(), share, label.positives(), label.auroc()));
    }
    return labels;
  }

  /** Places by the mean scores; empty for a single profile. */
  List<Standing> leaderboard() {
    return mean.profiles().size() < 2
        ? List.of()
        : mean.leaderboard().lines().stream()
            .map(line -> new Standing(line.place(), line.entry(), line.points(), line.taskPoints()))
            .toList();
  }

  /** Paired differences; those that could not be paired are left out. */
  List<Difference> differences() {
    List<Difference> differences = new ArrayList<>();
    for (Comparison one : seeds.getFirst().comparisons()) {
      List<Comparison> bySeed =
          seeds.stream()
              .flatMap(seed -> seed.comparisons().stream())
              .filter(each -> isSame(each, one) && each.difference().isPresent())
              .toList();
      if (bySeed.size() == seeds.size()) {
        differences.add(difference(one, bySeed));
      }
    }
    return corrected(differences);
  }

  /** With several seeds the largest p counts; then all of them are one family. */
  private static List<Difference> corrected(List<Difference> all) {
    double[] holm = Holm.correct(all.stream().mapToDouble(Difference::p).toArray());
    List<Difference> corrected = new ArrayList<>();
    for (Difference d : all) {
      double own = holm[corrected.size()];
      corrected.add(
          new Difference(d.task(), d.one(), d.other(), d.value(), d.interval(), d.p(), own));
    }
    return corrected;
  }

  private static boolean isSame(Comparison one, Comparison other) {
    return one.task().equals(other.task())
        && one.first().equals(other.first())
        && one.second().equals(other.second());
  }

  private static Difference difference(Comparison one, List<Comparison> bySeed) {
    return new Difference(
        one.task(),
        one.first(),
        one.second(),
        mean(bySeed, c -> c.difference().orElseThrow().difference()),
        new Interval(
            mean(bySeed, c -> c.difference().orElseThrow().interval().low()),
            mean(bySeed, c -> c.difference().orElseThrow().interval().high())),
        bySeed.stream().mapToDouble(c -> c.difference().orElseThrow().p()).max().orElse(1),
        1);
  }

  private static <T> double mean(List<T> all, ToDoubleFunction<T> of) {
    return all.stream().mapToDouble(of).average().orElse(Double.NaN);
  }
}
