package io.habitus.pipeline.run;

import io.habitus.evaluation.EvaluationResult;
import io.habitus.pipeline.step.StepResult;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run made.
 *
 * @param folder of the results
 * @param report to open
 * @param evaluations one per seed of the probe, at the latest cut-off
 * @param steps in the order they ran
 */
public record RunResult(
    Path folder, Path report, List<EvaluationResult> evaluations, List<StepResult> steps) {
  public RunResult {
    evaluations = List.copyOf(evaluations);
    steps = List.copyOf(steps);
  }
}
