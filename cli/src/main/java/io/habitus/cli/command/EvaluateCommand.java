package io.habitus.cli.command;

import io.habitus.cli.session.Outcome;
import io.habitus.cli.session.Session;
import io.habitus.core.run.RunContext;
import io.habitus.evaluation.EvaluationResult;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
    name = "evaluate",
    description = {
      "Scores profiles on the six tasks of the challenge: trains a probe per task on the train"
          + " window, scores it on the validation window.",
      "Writes scores.json (profiles, task, score), evaluation.json (all measures, intervals, paired"
          + " differences) and report.html."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  habitus evaluate --data shop --profiles profiles/aggregated --probe linear --out scores",
      "  habitus evaluate --data shop --profiles a=profiles/a --profiles b=profiles/b --out scores"
    })
final class EvaluateCommand extends Command {
  @Option(
      names = "--profiles",
      paramLabel = "[NAME=]DIR",
      required = true,
      converter = ProfilesArgument.Converter.class,
      description = "Folder with client_ids.npy and embeddings.npy. Repeatable.")
  List<ProfilesArgument> profiles = List.of();

  @Mixin ScoringOptions scoring = new ScoringOptions();

  EvaluateCommand(Session session) {
    super(session);
  }

  @Override
  Outcome run(RunContext context) {
    EvaluationResult result = scoring.run(profiles, context).result();
    return Outcome.done(result.scores(), ScoreTable.of(result) + "\nresults: " + scoring.out);
  }
}
