package io.habitus.pipeline.choose;

import io.habitus.pipeline.report.TuneFacts;
import io.habitus.pipeline.step.StepResult;
import java.nio.file.Path;
import java.util.List;

/**
 * What a tuning left behind.
 *
 * @param folder of the results
 * @param report to open
 * @param best the recipe with the best setting, to run
 * @param steps in the order they ran
 */
public record TuneResult(
    Path folder, Path report, Path best, TuneFacts facts, List<StepResult> steps) {
  public TuneResult {
    steps = List.copyOf(steps);
  }
}
