package io.habitus.pipeline.run;

import io.habitus.evaluation.EvaluationResult;
import io.habitus.pipeline.report.RecommenderFacts;
import io.habitus.pipeline.step.StepResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a run made.
 *
 * @param folder of the results
 * @param report to open
 * @param evaluations one per seed of the probe, at the latest cut-off
 * @param checked by the recipe's second probe, if it has one
 * @param recommender what the recipe's recommender did, if it has one
 * @param steps in the order they ran
 */
public record RunResult(
    Path folder,
    Path report,
    List<EvaluationResult> evaluations,
    Optional<EvaluationResult> checked,
    Optional<RecommenderFacts> recommender,
    List<StepResult> steps) {
  public RunResult {
    evaluations = List.copyOf(evaluations);
    steps = List.copyOf(steps);
  }
}
