package io.habitus.cli.command;

import io.habitus.cli.session.Outcome;
import io.habitus.cli.session.Session;
import io.habitus.cli.session.TimeSpan;
import io.habitus.core.run.RunContext;
import io.habitus.pipeline.choose.TuneResult;
import io.habitus.pipeline.choose.Tuner;
import io.habitus.pipeline.recipe.Recipe;
import io.habitus.pipeline.report.TunePage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(
    name = "tune",
    description = {
      "Searches the keys that a recipe's tune section names for a better setting: random search with"
          + " successive halving. Trial 0 is the recipe as it is; the report says what the best"
          + " setting is worth beside it, with a paired interval. \"Not better\" is a result.",
      "Trials are scored inside the recipe's input: both target windows end before the cut-off that"
          + " habitus run evaluates at, so the search never sees what the winner is judged by."
          + " Steps are kept: a search that was stopped goes on. Results:"
          + " OUTPUT/tune/report.html, best.yaml (for habitus run), tune.json, tune.jsonl."
          + " docs/choosing.md has the keys."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  habitus tune recipe.yaml --time-budget 30m",
      "  habitus tune recipe.yaml data=shop tune.trials=9 tune.seed=2",
      "  habitus run runs/recipe/tune/best.yaml"
    })
final class TuneCommand extends Command {
  @Parameters(index = "0", paramLabel = "RECIPE", description = "A YAML file with a tune section.")
  Path recipe;

  @Parameters(
      index = "1..*",
      paramLabel = "KEY=VALUE",
      description = "Overrides a key of the recipe. Repeatable.")
  List<String> overrides = List.of();

  @Option(
      names = "--time-budget",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description =
          "Stop after it (30m, 90s, 2h), within a trial if need be, with the best setting so far."
              + " Called again, the search goes on.")
  @Nullable Duration budget;

  TuneCommand(Session session) {
    super(session);
  }

  @Override
  Outcome run(RunContext context) {
    String words = String.join(" ", overrides);
    String command = ("habitus tune " + recipe + " " + words).strip();
    TuneResult result =
        Tuner.run(Recipe.read(recipe, overrides), Optional.ofNullable(budget), command, context);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("folder", result.folder().toString());
    json.put("report", result.report().toString());
    json.put("best", result.best().toString());
    json.put("better", result.facts().better());
    json.put("tuning", result.facts());
    return Outcome.done(json, text(result));
  }

  private static String text(TuneResult result) {
    StringBuilder text = new StringBuilder(String.join("\n", TunePage.summary(result.facts())));
    result
        .facts()
        .bestTrial()
        .values()
        .forEach((key, value) ->
            text.append("\n  ")
                .append(key)
                .append(" = ")
                .append(value)
                .append("   (recipe: ")
                .append(result.facts().trials().getFirst().values().get(key))
                .append(")"));
    return text.append("\nrun it: habitus run ")
        .append(result.best())
        .append("\nreport: ")
        .append(result.report())
        .toString();
  }
}
