package io.habitus.pipeline.recommend;

import io.habitus.core.file.WholeFile;
import io.habitus.core.json.Json;
import io.habitus.core.run.RunContext;
import io.habitus.pipeline.report.ExperimentPage;
import io.habitus.pipeline.step.FitSteps;
import io.habitus.pipeline.step.RunLock;
import io.habitus.pipeline.step.StepCache;
import io.habitus.recommend.experiment.ExperimentReport;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Runs a comparison of recommenders into a folder: report.html, report.md, report.json, and each
 * finished fit below steps, which a rerun takes again.
 */
public final class ExperimentOutput {
  /** The report for people. */
  public static final String PAGE = "report.html";

  private ExperimentOutput() {}

  /**
   * Runs what the folder does not have.
   *
   * @param commands that repeat it, for the report
   * @throws io.habitus.core.problem.UsageException if another run has the folder
   */
  public static ExperimentReport run(
      ExperimentRequest request,
      RecommendData data,
      Path folder,
      List<String> commands,
      RunContext context) {
    try (RunLock _ = RunLock.of(folder)) {
      StepCache cache = StepCache.below(folder);
      ExperimentReport report = request.run(data, new FitSteps(cache), context);
      write(report, folder, commands);
      return report;
    }
  }

  /** Writes a report's three files. */
  public static void write(ExperimentReport report, Path folder, List<String> commands) {
    Json.write(folder.resolve("report.json"), report);
    WholeFile.write(folder.resolve("report.md"), report.markdown());
    ExperimentPage.write(folder.resolve(PAGE), report, commands, Instant.now());
  }
}
