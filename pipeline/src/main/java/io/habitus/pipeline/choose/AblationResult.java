package io.habitus.pipeline.choose;

import io.habitus.pipeline.report.AblationFacts;
import io.habitus.pipeline.step.StepResult;
import java.nio.file.Path;
import java.util.List;

/**
 * What an ablation left behind.
 *
 * @param folder with the report and its numbers as JSON
 * @param report to open
 * @param steps in the order they ran
 */
public record AblationResult(
    Path folder, Path report, AblationFacts facts, List<StepResult> steps) {
  public AblationResult {
    steps = List.copyOf(steps);
  }
}
