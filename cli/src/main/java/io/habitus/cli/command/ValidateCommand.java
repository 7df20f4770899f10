package io.habitus.cli.command;

import io.habitus.cli.session.Outcome;
import io.habitus.cli.session.Session;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.run.RunContext;
import io.habitus.ingest.Validate;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;

@picocli.CommandLine.Command(
    name = "validate",
    description =
        "Reads a whole log and lists everything that would keep it from being ingested: file, row,"
            + " column, expected, found. Writes nothing. Exit code 1 if there is anything.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  habitus validate --data shop",
      "  habitus validate --schema online-retail --data downloads"
    })
final class ValidateCommand extends Command {
  @Mixin LogOptions log = new LogOptions();

  ValidateCommand(Session session) {
    super(session);
  }

  @Override
  Outcome run(RunContext context) {
    List<Problem> problems = Validate.run(log.source(), context);
    if (!problems.isEmpty()) {
      throw new InputException(problems);
    }
    return Outcome.done(Map.of("problems", List.of()), "no problems");
  }
}
