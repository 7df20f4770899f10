package io.habitus.evaluation;

import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.Task;
import io.habitus.evaluation.result.ProfilesResult;
import io.habitus.evaluation.result.SkippedTask;
import io.habitus.evaluation.result.TaskResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Scores profile sets on tasks: trains a probe for each, measures its predictions, and says how
 * sure the scores and their differences are. Targets are joined by client id, whatever the order of
 * rows.
 */
public final class Evaluator {
  private final List<NamedProfiles> sets;
  private final List<Task> tasks;
  private final Probe probe;
  private final EvaluationOptions options;
  private final RunContext context;
  private final List<SkippedTask> skipped = new ArrayList<>();
  private final Comparisons comparisons = new Comparisons();

  private Evaluator(
      List<NamedProfiles> sets,
      List<Task> tasks,
      Probe probe,
      EvaluationOptions options,
      RunContext context) {
    this.sets = sets;
    this.tasks = tasks;
    this.probe = probe;
    this.options = options;
    this.context = context;
  }

  /**
   * Evaluates. The tasks of one profile set run at a time, as many as threads and memory allow.
   *
   * @throws io.habitus.core.problem.InputException if a profile's cut-off is later than the split's
   *     train start
   */
  public static EvaluationResult evaluate(
      List<NamedProfiles> sets,
      List<Task> tasks,
      Probe probe,
      EvaluationOptions options,
      RunContext context) {
    requireDistinct("profiles", sets.stream().map(NamedProfiles::name).toList());
    requireDistinct("tasks", tasks.stream().map(Task::name).toList());
    CutOffs.require(sets, options.split());
    return new Evaluator(sets, tasks, probe, options, context).evaluate();
  }

  private static void requireDistinct(String what, List<String> names) {
    if (names.isEmpty()) {
      throw new UsageException("expected at least one of " + what + ", found none");
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new UsageException(what + ": expected distinct names, found " + name + " twice");
      }
    }
  }

  private EvaluationResult evaluate() {
    long started = System.nanoTime();
    List<ProfilesResult> results = new ArrayList<>();
    for (NamedProfiles set : sets) {
      results.add(evaluate(set));
    }
    return new EvaluationResult(
        EvaluationResult.FORMAT,
        probe.name(),
        options.split(),
        options.bootstrap(),
        results,
        leaderboard(results),
        comparisons.all(tasks, results, options.bootstrap().confidence()),
        skipped,
        (System.nanoTime() - started) / 1e9);
  }

  private ProfilesResult evaluate(NamedProfiles set) {
    List<Task> scorable = new ArrayList<>();
    List<TaskTruth> truths = new ArrayList<>();
    List<ProbeRuns.Job> jobs = new ArrayList<>();
    for (Task task : tasks) {
      context.checkStopped("evaluation");
      TaskTruth truth = new TaskTruth(set.profiles(), task);
      Optional<String> obstacle = truth.obstacle();
      if (obstacle.isPresent()) {
        skipped.add(new SkippedTask(set.name(), task.name(), obstacle.get()));
      } else {
        scorable.add(task);
        truths.add(truth);
        jobs.add(new ProbeRuns.Job(set.profiles(), task));
      }
    }
    List<ProbeResult> runs = jobs.isEmpty() ? List.of() : ProbeRuns.all(probe, jobs, context);
    List<TaskResult> results = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      score(set, scorable.get(i), truths.get(i), runs.get(i)).ifPresent(results::add);
    }
    return new ProfilesResult(
        set.name(),
        set.profiles().size(),
        set.profiles().width(),
        set.cutOff(),
        CutOffs.check(set, options.split()),
        results,
        Math.round(results.stream().mapToDouble(TaskResult::score).sum() * 1e4) / 1e4);
  }

  private Optional<TaskResult> score(
      NamedProfiles set, Task task, TaskTruth truth, ProbeResult run) {
    for (float logit : run.predictions().logits()) {
      if (Float.isNaN(logit)) {
        String reason = "the probe diverged: it predicts NaN";
        skipped.add(new SkippedTask(set.name(), task.name(), reason));
        return Optional.empty();
      }
    }
    TaskScoring scoring = new TaskScoring(task, truth, run, options, context);
    comparisons.add(set.name(), task.name(), run.predictions().clientIds(), scoring.resampled());
    return Optional.of(scoring.result());
  }

  static Leaderboard leaderboard(List<ProfilesResult> results) {
    SequencedMap<String, SequencedMap<String, Double>> scores = new LinkedHashMap<>();
    for (ProfilesResult set : results) {
      SequencedMap<String, Double> ofSet = new LinkedHashMap<>();
      set.tasks().forEach(task -> ofSet.put(task.task(), task.score()));
      scores.put(set.name(), ofSet);
    }
    return Leaderboard.of(scores);
  }
}
