package io.habitus.pipeline.run;

import io.habitus.core.target.TaskSet;
import io.habitus.core.time.Split;
import io.habitus.evaluation.EvaluationResult;
import io.habitus.evaluation.SeedMeans;
import io.habitus.pipeline.recipe.Recipe;
import io.habitus.pipeline.report.EvaluationReport;
import io.habitus.pipeline.report.ProfileFeatures;
import io.habitus.pipeline.report.RecommenderFacts;
import io.habitus.pipeline.report.ReportData;
import io.habitus.pipeline.step.StepResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** What the report of a recipe's run shows. */
final class RunReport {
  private RunReport() {}

  static ReportData of(
      Recipe recipe,
      RunData data,
      TaskSet tasks,
      List<Members.Made> made,
      List<EvaluationResult> results,
      List<ReportData.ReadBack> readBack,
      List<ProfileFeatures> explained,
      Optional<RecommenderFacts> recommender,
      Optional<EvaluationResult> checked,
      List<ReportData.EarlierCutOff> earlier,
      RecipeRunner.RunFacts facts) {
    Map<String, EvaluationReport.Origin> origins = new LinkedHashMap<>();
    for (Members.Made each : made) {
      origins.put(
          each.name(), new EvaluationReport.Origin(each.origin(), each.profiles().provenance()));
    }
    boolean seeded = Probes.isRandom(recipe.evaluation().probe());
    return new EvaluationReport(
            recipe.name() + " on " + data.store().schema().name(),
            Optional.of(data.store()),
            data.source(),
            Optional.of(tasks),
            origins,
            results,
            Probes.describe(recipe.evaluation().probe()),
            seeded ? recipe.evaluation().seeds() : List.of(),
            readBack,
            explained,
            recommender,
            checked,
            earlier,
            steps(facts),
            facts.memory(),
            new ReportData.Repeat(facts.commands(), recipe.toYaml(), facts.provenance()))
        .toReportData();
  }

  /** Probes of one set of profiles as one step; they overlap, and evaluate holds them all. */
  private static List<ReportData.StepTime> steps(RecipeRunner.RunFacts facts) {
    SequencedMap<String, ReportData.StepTime> steps = new LinkedHashMap<>();
    for (StepResult step : facts.steps()) {
      steps.merge(
          KeptProbe.withoutTask(step.name()),
          new ReportData.StepTime(
              KeptProbe.withoutTask(step.name()), step.seconds(), step.reused()),
          (one, other) ->
              new ReportData.StepTime(
                  one.name(), one.seconds() + other.seconds(), one.reused() && other.reused()));
    }
    return List.copyOf(steps.values());
  }

  /** The scores of the first seed at an earlier cut-off. */
  static ReportData.EarlierCutOff earlier(Split split, List<EvaluationResult> results) {
    return new ReportData.EarlierCutOff(split, SeedMeans.of(results).scores());
  }
}
