package io.habitus.pipeline.run;

import io.habitus.core.file.WholeFile;
import io.habitus.core.problem.InputException;
import io.habitus.core.provenance.Provenance;
import io.habitus.core.run.RunContext;
import io.habitus.core.time.Split;
import io.habitus.evaluation.EvaluationResult;
import io.habitus.pipeline.recipe.Recipe;
import io.habitus.pipeline.report.Report;
import io.habitus.pipeline.report.ReportData;
import io.habitus.pipeline.step.MetricsLog;
import io.habitus.pipeline.step.RunLock;
import io.habitus.pipeline.step.StepCache;
import io.habitus.pipeline.step.StepResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a recipe: data → split → members → merge → evaluation → report. What an earlier run into the
 * same folder made from the same inputs is used again, so a killed run goes on where it stopped.
 */
public final class RecipeRunner {
  private final Recipe recipe;
  private final List<String> commands;
  private final RunContext context;
  private final Path output;
  private final StepCache cache;
  private final MetricsLog metrics;

  private RecipeRunner(Recipe recipe, List<String> commands, RunContext context) {
    this.recipe = recipe;
    this.commands = commands;
    this.context = recipe.threads().map(context::withThreads).orElse(context);
    this.output = Path.of(recipe.output());
    this.cache = StepCache.below(output);
    this.metrics = new MetricsLog(output);
  }

  /** Runs a recipe; the report says to repeat it with the effective recipe that is saved beside. */
  public static RunResult run(Recipe recipe, RunContext context) {
    Path saved = Path.of(recipe.output()).resolve(Recipe.FILE);
    return run(recipe, List.of("habitus run " + saved), context);
  }

  /**
   * Runs a recipe.
   *
   * @param commands that repeat the run, for the report
   * @throws io.habitus.core.problem.UsageException if the recipe names what there is not, or
   *     another run has the folder
   * @throws InputException if the data is at fault
   */
  public static RunResult run(Recipe recipe, List<String> commands, RunContext context) {
    Members.check(recipe);
    OwnTask.check(recipe);
    Shops.settings(recipe.data().store().generate());
    RecommenderRun.check(recipe);
    ExplainRun.check(recipe);
    try (RunLock _ = RunLock.of(Path.of(recipe.output()));
        MemoryWatch memory = MemoryWatch.start()) {
      return new RecipeRunner(recipe, commands, context).run(memory);
    }
  }

  private RunResult run(MemoryWatch memory) {
    Provenance.Builder provenance =
        Provenance.of("run").seed(recipe.seed()).threads(context.resources().threads());
    WholeFile.write(output.resolve(Recipe.FILE), recipe.toYaml());
    metrics.append("run started", Map.of("recipe", recipe.name()));
    try (RunData data = RunData.open(recipe.data().store(), cache, context)) {
      List<Split> splits = RunSplits.of(recipe, data); // oldest first
      List<OwnTask> own = OwnTask.read(recipe.evaluation(), data.store(), context);
      List<CutOffRun> runs = new ArrayList<>();
      for (Split split : splits) {
        boolean last = split.equals(splits.getLast());
        Path folder = last ? output : output.resolve("cutoffs").resolve(CutOffRun.name(split));
        List<OwnTask> targets = last ? own : List.of();
        runs.add(new CutOffRun(recipe, data, split, targets, folder, cache, context));
        runs.getLast().run();
      }
      CutOffRun latest = runs.getLast();
      latest.explain();
      latest.recommend();
      provenance.dataHash(data.hash()).split(latest.split());
      Versions.addTo(provenance, recipe);
      RunFacts facts =
          new RunFacts(
              cache.results(),
              memory.peak(context.resources().memoryBytes()),
              commands,
              provenance.finish());
      runs.forEach(run -> run.report(facts, runs));
      facts.provenance().writeTo(output);
      logScores(latest.results());
      return new RunResult(
          output,
          output.resolve(Report.FILE),
          latest.results(),
          latest.checked(),
          latest.recommender(),
          cache.results());
    }
  }

  private void logScores(List<EvaluationResult> results) {
    cache
        .results()
        .forEach(step ->
            metrics.append(
                "step",
                Map.of("step", step.name(), "seconds", step.seconds(), "reused", step.reused())));
    results.forEach(result -> metrics.append("scores", result.scores()));
    metrics.append("run finished", Map.of("report", Report.FILE));
  }

  /** What all reports of a run share. */
  record RunFacts(
      List<StepResult> steps,
      Optional<ReportData.Memory> memory,
      List<String> commands,
      Provenance provenance) {}
}
