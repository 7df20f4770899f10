package io.habitus.cli.command;

import io.habitus.cli.session.Outcome;
import io.habitus.cli.session.Session;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.pipeline.recipe.ExperimentRecipe;
import io.habitus.pipeline.recipe.Recipe;
import io.habitus.pipeline.run.ExperimentRunner;
import io.habitus.pipeline.run.RecipeRunner;
import io.habitus.pipeline.run.RunResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(
    name = "run",
    description = {
      "Runs a recipe: data, split, members, merge, evaluation, report; or one of an experiment"
          + " about recommenders. docs/recipes.md has the keys.",
      "Steps whose inputs did not change are not repeated; a run that was killed goes on where it"
          + " stopped."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  habitus run recipe.yaml",
      "  habitus run recipe.yaml data.path=shop evaluation.probe=linear output=runs/quick"
    })
final class RunCommand extends Command {
  @Parameters(index = "0", paramLabel = "RECIPE", description = "A YAML file.")
  Path recipe;

  @Parameters(
      index = "1..*",
      paramLabel = "KEY=VALUE",
      description = "Overrides a key of the recipe. Repeatable.")
  List<String> overrides = List.of();

  @Option(
      names = "--show-ids",
      description =
          "Name a few clients per task in the report, about whom the probe was most right and most"
              + " wrong; evaluation.show_ids=true says the same.")
  boolean showIds;

  RunCommand(Session session) {
    super(session);
  }

  @Override
  Outcome run(RunContext context) {
    List<String> words = new ArrayList<>(List.of("habitus run", recipe.toString()));
    List<String> all = new ArrayList<>(overrides);
    if (ExperimentRecipe.isOne(recipe)) {
      return experiment(words, all, context);
    }
    if (showIds) {
      all.add("evaluation.show_ids=true");
    }
    words.addAll(all);
    RunResult result =
        RecipeRunner.run(Recipe.read(recipe, all), List.of(String.join(" ", words)), context);
    return RunOutcome.of(result);
  }

  private Outcome experiment(List<String> words, List<String> all, RunContext context) {
    if (showIds) {
      throw new UsageException("--show-ids: an experiment names no clients");
    }
    words.addAll(all);
    ExperimentRunner.Result result =
        ExperimentRunner.run(
            ExperimentRecipe.read(recipe, all), List.of(String.join(" ", words)), context);
    return Outcome.done(result.json(), result.markdown() + "\nreport: " + result.report());
  }
}
