package io.habitus.cli.command;

import io.habitus.cli.session.Outcome;
import io.habitus.cli.session.Session;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.evaluation.EvaluationResult;
import io.habitus.evaluation.interval.PairedDifference;
import io.habitus.evaluation.result.Comparison;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(
    name = "compare",
    description = {
      "Which profiles are better? Scores them on the same clients and says for every task and pair"
          + " whether the difference is more than chance (paired bootstrap over clients).",
      "Writes what evaluate writes."
    },
    footerHeading = "%nExample:%n",
    footer =
        "  habitus compare profiles/rfm profiles/aggregated --data shop --probe linear --out cmp")
final class CompareCommand extends Command {
  @Parameters(
      arity = "2..*",
      paramLabel = "[NAME=]DIR",
      converter = ProfilesArgument.Converter.class,
      description = "Folders with client_ids.npy and embeddings.npy, at least two.")
  List<ProfilesArgument> profiles = List.of();

  @Mixin ScoringOptions scoring = new ScoringOptions();

  CompareCommand(Session session) {
    super(session);
  }

  @Override
  Outcome run(RunContext context) {
    if (scoring.probe.resamples == 0) {
      throw new UsageException("--resamples: a comparison needs at least 1, found 0");
    }
    EvaluationResult result = scoring.run(profiles, context).result();
    StringBuilder text = new StringBuilder(ScoreTable.of(result)).append("\n\n");
    result.comparisons().forEach(each -> text.append(line(each)).append('\n'));
    text.append("results: ").append(scoring.out);
    return Outcome.done(
        Map.of("scores", result.scores(), "comparisons", result.comparisons()), text.toString());
  }

  private static String line(Comparison comparison) {
    String claim =
        switch (comparison.claim()) {
          case BETTER -> comparison.first() + " is better than " + comparison.second();
          case WORSE -> comparison.second() + " is better than " + comparison.first();
          case NO_DIFFERENCE_SHOWN ->
              "no difference shown between " + comparison.first() + " and " + comparison.second();
        };
    return comparison.task()
        + ": "
        + claim
        + comparison.difference().map(d -> by(d, comparison.holm().orElse(d.p()))).orElse("");
  }

  /** The second p is corrected for all comparisons. */
  private static String by(PairedDifference paired, double holm) {
    return String.format(
        Locale.ROOT,
        " (%+.4f [%+.4f %+.4f], p %.3f, Holm %.3f)",
        paired.difference(),
        paired.interval().low(),
        paired.interval().high(),
        paired.p(),
        holm);
  }
}
