package io.habitus.evaluation;

import io.habitus.core.run.RunContext;
import io.habitus.core.target.Task;
import io.habitus.evaluation.interval.Bootstrap;
import io.habitus.evaluation.interval.PairedDifference;
import io.habitus.evaluation.metric.ChallengeScorer;
import io.habitus.evaluation.result.SkippedTask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Scores of one profile set with their values on resamples, to be kept: any set that is scored
 * later can be held against it, on single tasks and on their sum. For the sum to have an interval,
 * all tasks meet the same draws of all clients, churn included, which is about some of them.
 *
 * @param profiles name of the set
 * @param width columns
 * @param clients fingerprint of the clients' ids: only sets about the same clients are compared
 * @param tasks in the order given; skipped ones are left out
 * @param skipped what was not scored, and why
 */
public record SetScores(
    String profiles, int width, String clients, List<TaskScores> tasks, List<SkippedTask> skipped) {

  public SetScores {
    tasks = List.copyOf(tasks);
    skipped = List.copyOf(skipped);
  }

  /**
   * One task.
   *
   * @param score unrounded
   * @param resampled the score on each resample
   */
  public record TaskScores(String task, double score, List<Double> resampled) {
    public TaskScores {
      resampled = List.copyOf(resampled);
    }
  }

  /**
   * Scores profiles.
   *
   * @throws io.habitus.core.problem.InputException if they have seen events after the cut-off
   */
  public static SetScores of(
      NamedProfiles set,
      List<Task> tasks,
      Probe probe,
      EvaluationOptions options,
      RunContext context) {
    CutOffs.require(List.of(set), options.split());
    List<SkippedTask> skipped = new ArrayList<>();
    List<Task> scorable = new ArrayList<>();
    for (Task task : tasks) {
      Optional<String> obstacle = new TaskTruth(set.profiles(), task).obstacle();
      obstacle.ifPresentOrElse(
          reason -> skipped.add(new SkippedTask(set.name(), task.name(), reason)),
          () -> scorable.add(task));
    }
    List<ProbeRuns.Job> jobs =
        scorable.stream().map(task -> new ProbeRuns.Job(set.profiles(), task)).toList();
    List<ProbeResult> runs = ProbeRuns.all(probe, jobs, context);
    List<TaskScores> scores = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      Task task = scorable.get(i);
      if (diverged(runs.get(i))) {
        String reason = "the probe diverged: it predicts NaN";
        skipped.add(new SkippedTask(set.name(), task.name(), reason));
      } else {
        scores.add(score(set, task, runs.get(i), options, context));
      }
    }
    return new SetScores(set.name(), set.profiles().width(), fingerprint(set), scores, skipped);
  }

  private static boolean diverged(ProbeResult run) {
    for (float logit : run.predictions().logits()) {
      if (Float.isNaN(logit)) {
        return true;
      }
    }
    return false;
  }

  private static TaskScores score(
      NamedProfiles set,
      Task task,
      ProbeResult run,
      EvaluationOptions options,
      RunContext context) {
    double[] resampled =
        Bootstrap.scores(
            task, run.predictions(), set.profiles().clientIds(), options.bootstrap(), context);
    return new TaskScores(
        task.name(),
        new ChallengeScorer().measure(task, run.predictions()).score(),
        Arrays.stream(resampled).boxed().toList());
  }

  private static String fingerprint(NamedProfiles set) {
    long[] sorted = set.profiles().clientIds().clone();
    Arrays.sort(sorted);
    return "%d clients, %08x".formatted(sorted.length, Arrays.hashCode(sorted));
  }

  /** The mean over several seeds of a probe, resample by resample; their tasks are the same. */
  public static SetScores mean(List<SetScores> seeds) {
    if (seeds.size() == 1) {
      return seeds.getFirst();
    }
    List<TaskScores> tasks =
        seeds.getFirst().tasks().stream()
            .filter(task -> seeds.stream().allMatch(seed -> seed.task(task.task()).isPresent()))
            .map(task ->
                mean(
                    task.task(),
                    seeds.stream().map(s -> s.task(task.task()).orElseThrow()).toList()))
            .toList();
    List<SkippedTask> skipped =
        seeds.stream().flatMap(seed -> seed.skipped().stream()).distinct().toList();
    SetScores first = seeds.getFirst();
    return new SetScores(first.profiles(), first.width(), first.clients(), tasks, skipped);
  }

  private static TaskScores mean(String task, List<TaskScores> seeds) {
    List<Double> resampled = new ArrayList<>();
    for (int r = 0; r < seeds.getFirst().resampled().size(); r++) {
      int number = r;
      resampled.add(
          seeds.stream().mapToDouble(s -> s.resampled().get(number)).average().orElseThrow());
    }
    double score = seeds.stream().mapToDouble(TaskScores::score).average().orElseThrow();
    return new TaskScores(task, score, resampled);
  }

  /** A task's scores; empty where it was skipped. */
  public Optional<TaskScores> task(String name) {
    return tasks.stream().filter(task -> task.task().equals(name)).findFirst();
  }

  /** The sum over tasks, unrounded. */
  public double sum() {
    return tasks.stream().mapToDouble(TaskScores::score).sum();
  }

  /** This set minus another on a task; empty where one of them lacks it, or clients differ. */
  public Optional<PairedDifference> minus(SetScores other, String task, double confidence) {
    if (task(task).isEmpty() || other.task(task).isEmpty()) {
      return Optional.empty();
    }
    return minus(other, List.of(task), confidence);
  }

  /** This set minus another on the sum of tasks; empty where they were scored on other tasks. */
  public Optional<PairedDifference> minus(SetScores other, double confidence) {
    List<String> names = tasks.stream().map(TaskScores::task).toList();
    return names.equals(other.tasks().stream().map(TaskScores::task).toList())
        ? minus(other, names, confidence)
        : Optional.empty();
  }

  private Optional<PairedDifference> minus(SetScores other, List<String> names, double confidence) {
    double[] one = summed(names);
    double[] two = other.summed(names);
    if (!clients.equals(other.clients()) || one.length == 0 || one.length != two.length) {
      return Optional.empty();
    }
    double difference = scored(names) - other.scored(names);
    return Optional.of(PairedDifference.of(difference, one, two, confidence));
  }

  private double scored(List<String> names) {
    return names.stream().mapToDouble(name -> task(name).orElseThrow().score()).sum();
  }

  private double[] summed(List<String> names) {
    List<TaskScores> all = names.stream().map(name -> task(name).orElseThrow()).toList();
    int resamples = all.stream().mapToInt(task -> task.resampled().size()).min().orElse(0);
    double[] sums = new double[resamples];
    for (TaskScores task : all) {
      for (int r = 0; r < resamples; r++) {
        sums[r] += task.resampled().get(r);
      }
    }
    return sums;
  }
}
