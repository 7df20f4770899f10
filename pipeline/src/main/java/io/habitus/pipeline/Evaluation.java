package io.habitus.pipeline;

import io.habitus.core.provenance.Provenance;
import io.habitus.evaluation.EvaluationResult;
import io.habitus.pipeline.report.EvaluationReport;
import io.habitus.pipeline.report.Report;
import io.habitus.pipeline.report.ReportData;
import java.nio.file.Path;
import java.util.List;

/**
 * Scores of profiles, with all that a report about them shows.
 *
 * @param result scores, intervals, paired differences, leaderboard
 */
public record Evaluation(EvaluationResult result, EvaluationReport report) {

  /** Writes scores.json, evaluation.json and report.html, each by atomic rename. */
  public Evaluation writeTo(Path folder) {
    result.writeTo(folder);
    Report.write(folder.resolve(Report.FILE), report.toReportData());
    return this;
  }

  /** The same; the report says to repeat it with these commands. */
  public Evaluation repeatedBy(List<String> commands) {
    Provenance provenance = report.repeat().provenance();
    return new Evaluation(
        result,
        report.withRepeat(new ReportData.Repeat(commands, report.repeat().recipe(), provenance)));
  }
}
