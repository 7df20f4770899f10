package io.habitus.evaluation;

import io.habitus.core.run.RunContext;
import io.habitus.core.target.Task;
import io.habitus.core.target.TaskKind;
import io.habitus.evaluation.interval.Bootstrap;
import io.habitus.evaluation.interval.Interval;
import io.habitus.evaluation.metric.ChallengeScorer;
import io.habitus.evaluation.metric.TaskScore;
import io.habitus.evaluation.result.LabelResult;
import io.habitus.evaluation.result.TaskResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Everything that is said about one probe's predictions of one task. */
final class TaskScoring {
  private final Task task;
  private final TaskTruth truth;
  private final ProbeResult run;
  private final EvaluationOptions options;
  private final TaskScore measures;
  private final double[] resampled;

  TaskScoring(
      Task task, TaskTruth truth, ProbeResult run, EvaluationOptions options, RunContext context) {
    this.task = task;
    this.truth = truth;
    this.run = run;
    this.options = options;
    measures = new ChallengeScorer().measure(task, run.predictions());
    resampled = Bootstrap.scores(task, run.predictions(), options.bootstrap(), context);
  }

  /** The score on each resample; empty without resamples. */
  double[] resampled() {
    return resampled;
  }

  TaskResult result() {
    Optional<Double> oracle = Optional.ofNullable(options.oracleAuroc().get(task.name()));
    return new TaskResult(
        task.name(),
        task.kind(),
        run.predictions().clients(),
        run.score(),
        measures.score(),
        measures,
        resampled.length == 0
            ? Optional.empty()
            : Optional.of(Interval.of(resampled, options.bootstrap().confidence())),
        oracle,
        oracle.flatMap(this::shareOf),
        run.epochs(),
        run.bestEpoch(),
        labels(),
        switch (options.clients()) {
          case HIDDEN -> List.of();
          case SHOWN -> Examples.of(task, run.predictions());
        },
        run.steps(),
        run.trainSeconds(),
        run.scoreSeconds());
  }

  private Optional<Double> shareOf(double oracle) {
    return switch (measures) {
      case TaskScore.Binary(double auroc) -> share(auroc, 0.5, oracle);
      case TaskScore.MultiLabel multi -> {
        long scored =
            IntStream.range(0, task.width()).filter(truth.validation()::hasBothClasses).count();
        double chance = 0.5 * scored / task.width();
        yield share(multi.auroc(), chance, oracle);
      }
      case TaskScore.Numeric numeric -> Optional.empty();
    };
  }

  /** Empty where even the oracle is no better than chance. */
  private static Optional<Double> share(double auroc, double chance, double oracle) {
    return oracle > chance ? Optional.of((auroc - chance) / (oracle - chance)) : Optional.empty();
  }

  private List<LabelResult> labels() {
    List<LabelResult> lines = new ArrayList<>();
    for (int label = 0; label < task.width() && task.kind() != TaskKind.NUMERIC; label++) {
      lines.add(
          new LabelResult(
              task.labelNames().get(label),
              truth.train().positives(label),
              truth.validation().positives(label),
              auroc(label)));
    }
    return lines;
  }

  private double auroc(int label) {
    return switch (measures) {
      case TaskScore.Binary(double auroc) -> auroc;
      case TaskScore.MultiLabel multi -> multi.labelAuroc().get(label);
      case TaskScore.Numeric numeric -> Double.NaN;
    };
  }
}
