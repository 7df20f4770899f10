package io.habitus.cli.command;

import io.habitus.cli.session.Outcome;
import io.habitus.cli.session.Session;
import io.habitus.core.run.RunContext;
import io.habitus.pipeline.choose.Ablation;
import io.habitus.pipeline.choose.AblationOptions;
import io.habitus.pipeline.choose.AblationResult;
import io.habitus.pipeline.recipe.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(
    name = "ablate",
    description = {
      "Says what each member of a recipe's final merge is worth: leaves one out, adds one at a time,"
          + " and takes each by itself, with paired intervals against the whole on the sum of all"
          + " tasks and on each task.",
      "Members are fitted once, and not at all where habitus run has fitted them; each variant is a"
          + " merge and its probes. A run that was killed goes on where it stopped. Scores are by"
          + " the linear probe, whatever the recipe says, unless evaluation.probe=predictor is given"
          + " here. Results: OUTPUT/ablation/MERGE/report.html and ablation.json."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  habitus ablate recipes/gru.yaml data=shop",
      "  habitus ablate recipes/gru.yaml data=shop --merge gru --expand --reversed"
    })
final class AblateCommand extends Command {
  @Parameters(index = "0", paramLabel = "RECIPE", description = "A YAML file with a merge.")
  Path recipe;

  @Parameters(
      index = "1..*",
      paramLabel = "KEY=VALUE",
      description = "Overrides a key of the recipe. Repeatable.")
  List<String> overrides = List.of();

  @Option(
      names = "--merge",
      paramLabel = "NAME",
      description = "The merge to take apart. Default: the recipe's last one.")
  @Nullable String merge;

  @Option(
      names = "--reversed",
      description =
          "Add members from the last to the first. Read upwards, the table then leaves out the"
              + " recipe's first members one after the other.")
  boolean reversed;

  @Option(
      names = "--expand",
      description =
          "Take merges within the merge apart too, such as a 0.7/0.3 mix of two fits; otherwise"
              + " each of them counts as one member.")
  boolean expand;

  AblateCommand(Session session) {
    super(session);
  }

  @Override
  Outcome run(RunContext context) {
    List<String> all = new ArrayList<>(List.of("evaluation.probe=linear"));
    all.addAll(overrides);
    AblationOptions options = new AblationOptions(Optional.ofNullable(merge), reversed, expand);
    AblationResult result = Ablation.run(Recipe.read(recipe, all), options, command(), context);
    return AblationOutcome.of(result);
  }

  private String command() {
    List<String> words = new ArrayList<>(List.of("habitus ablate", recipe.toString()));
    words.addAll(overrides);
    if (merge != null) {
      words.add("--merge " + merge);
    }
    if (reversed) {
      words.add("--reversed");
    }
    if (expand) {
      words.add("--expand");
    }
    return String.join(" ", words);
  }
}
