package io.habitus.pipeline.report;

import io.habitus.pipeline.report.ReportData.Score;
import io.habitus.pipeline.report.ReportData.TaskFacts;
import java.util.Optional;

/** How much of what could be known is known. */
final class Oracle {
  private Oracle() {}

  /**
   * AUROC above chance as a share of the oracle's; empty without an oracle, or where even the
   * oracle is no better than chance.
   */
  static Optional<Double> share(TaskFacts task, Score score) {
    if (task.oracle().isEmpty() || task.oracle().getAsDouble() <= task.chance()) {
      return Optional.empty();
    }
    double auroc = score.measures().getOrDefault("AUROC", score.value());
    return Optional.of((auroc - task.chance()) / (task.oracle().getAsDouble() - task.chance()));
  }
}
