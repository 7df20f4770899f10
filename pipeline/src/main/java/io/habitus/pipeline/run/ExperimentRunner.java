package io.habitus.pipeline.run;

import io.habitus.core.file.WholeFile;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.evaluation.interval.BootstrapOptions;
import io.habitus.pipeline.data.DataSource;
import io.habitus.pipeline.recipe.ComparisonRecipe;
import io.habitus.pipeline.recipe.ExperimentRecipe;
import io.habitus.pipeline.recipe.FeaturesRecipe;
import io.habitus.pipeline.recipe.LogSection;
import io.habitus.pipeline.recipe.Recipe;
import io.habitus.pipeline.recommend.ContentSource;
import io.habitus.pipeline.recommend.ExperimentOutput;
import io.habitus.pipeline.recommend.ExperimentRequest;
import io.habitus.pipeline.recommend.RecommendData;
import io.habitus.pipeline.step.FitSteps;
import io.habitus.pipeline.step.RunLock;
import io.habitus.pipeline.step.StepCache;
import io.habitus.recommend.data.ItemChoice;
import io.habitus.recommend.data.SequenceFile;
import io.habitus.recommend.data.Split;
import io.habitus.recommend.experiment.ExperimentReport;
import io.habitus.recommend.metrics.RankingOptions;
import io.habitus.recommend.sequential.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Runs the recipe of an experiment: data → fits → report. What an earlier run into the same folder
 * has fitted from the same inputs is used again, so a killed run goes on where it stopped.
 */
public final class ExperimentRunner {
  private final ExperimentRecipe recipe;
  private final List<String> commands;
  private final RunContext context;
  private final Path output;
  private final StepCache cache;

  private ExperimentRunner(ExperimentRecipe recipe, List<String> commands, RunContext context) {
    this.recipe = recipe;
    this.commands = commands;
    this.context = recipe.threads().map(context::withThreads).orElse(context);
    this.output = Path.of(recipe.output());
    this.cache = StepCache.below(output);
  }

  /**
   * What came of it.
   *
   * @param folder of the results
   * @param report to open
   * @param markdown the same for a terminal
   * @param json the same for programs
   */
  public record Result(Path folder, Path report, String markdown, Object json) {}

  /**
   * Runs a recipe.
   *
   * @param commands that repeat the run, for the report
   * @throws UsageException if the recipe names what there is not, or another run has the folder
   * @throws InputException if the data is at fault
   */
  public static Result run(ExperimentRecipe recipe, List<String> commands, RunContext context) {
    try (RunLock _ = RunLock.of(Path.of(recipe.output()))) {
      return new ExperimentRunner(recipe, commands, context).run();
    }
  }

  private Result run() {
    return switch (recipe) {
      case ComparisonRecipe comparison -> compare(comparison);
      case FeaturesRecipe features -> features(features);
    };
  }

  private Result features(FeaturesRecipe features) {
    Settings settings = Settings.of(features.parameters());
    WholeFile.write(output.resolve(Recipe.FILE), recipe.toYaml());
    try (RecommendData data = open(features.data(), settings.context())) {
      RecommendData asked =
          features.data().users().map(users -> data.drawn(users, features.seed())).orElse(data);
      return new FeaturesRun(features, settings, asked, commands, cache, context).run();
    }
  }

  private Result compare(ComparisonRecipe comparison) {
    Settings settings = Settings.of(comparison.parameters());
    ExperimentRequest request = request(comparison);
    WholeFile.write(output.resolve(Recipe.FILE), recipe.toYaml());
    try (RecommendData data = open(comparison.data(), settings.context())) {
      ExperimentReport report = request.run(data, new FitSteps(cache), context);
      ExperimentOutput.write(report, output, commands);
      return new Result(output, output.resolve(ExperimentOutput.PAGE), report.markdown(), report);
    }
  }

  private static ExperimentRequest request(ComparisonRecipe recipe) {
    RankingOptions options =
        RankingOptions.defaults()
            .with(
                recipe.ranking().allowSeen()
                    ? RankingOptions.Seen.RANKED
                    : RankingOptions.Seen.LEFT_OUT)
            .with(
                recipe.ranking().warmOnly()
                    ? RankingOptions.Candidates.WARM
                    : RankingOptions.Candidates.ALL)
            .with(
                new BootstrapOptions(
                    recipe.ranking().resamples(), 0.95, recipe.seeds().getFirst()));
    ComparisonRecipe.CutSection split = recipe.split();
    return new ExperimentRequest(
        recipe.experiment().equals(ExperimentRecipe.COLD_START)
            ? ExperimentRequest.Kind.COLD_START
            : ExperimentRequest.Kind.SEQUENTIAL,
        new ExperimentRequest.SplitChoice(
            split.by().equals("time"),
            split.validationShare(),
            split.testShare(),
            split.targets().equals("all") ? Split.Targets.ALL : Split.Targets.FIRST),
        recipe.content().map(recipe.data()::resolve).map(ContentSource::parse),
        recipe.holdOut(),
        recipe.maxDeltaNorm(),
        recipe.baselines(),
        recipe.parameters(),
        recipe.seeds(),
        recipe.data().users().orElse(0),
        options);
  }

  /** A text file of sequences as it is, anything else through a store. */
  private RecommendData open(LogSection data, List<String> fields) {
    ItemChoice choice = new ItemChoice(data.itemField(), data.events());
    Optional<Path> file =
        data.path()
            .map(path -> data.sequences().map(Path.of(path)::resolve).orElse(Path.of(path)))
            .filter(path -> data.sequences().isPresent() || SequenceFile.isOne(path));
    if (file.isPresent()) {
      if (!Files.isRegularFile(file.get())) {
        throw new InputException(
            Problem.inFile(file.get().toString(), "lines of users and items", "no such file", ""));
      }
      return RecommendData.ofSequences(file.get());
    }
    RunData read = RunData.open(data.store(), cache, context);
    Path path = data.path().map(Path::of).orElse(read.store().folder());
    return RecommendData.of(
        new DataSource(path, read.store()), choice, data.store().untilInstant(), fields, context);
  }
}
