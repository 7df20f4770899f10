package io.habitus.cli.command;

import io.habitus.cli.session.Outcome;
import io.habitus.cli.session.Session;
import io.habitus.core.run.RunContext;
import io.habitus.ingest.split.FileSplit;
import io.habitus.ingest.split.SplitReport;
import java.nio.file.Path;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
    name = "split",
    description = {
      "Splits a challenge directory into the organisers' file layout: input/ with the events before"
          + " the train start, target/ with the buys of both windows, label lists, clients.",
      "For use with other tools: habitus itself splits while it reads and needs no such files."
    },
    footerHeading = "%nExample:%n",
    footer = "  habitus split --data shop --days 14 --out shop-split")
final class SplitCommand extends Command {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "An unsplit challenge directory.")
  Path data;

  @Option(
      names = "--days",
      paramLabel = "D",
      defaultValue = "14",
      description = "Length of a target window. Default: ${DEFAULT-VALUE}.")
  int days;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The folder to appear; it must not exist yet, or be empty.")
  Path out;

  SplitCommand(Session session) {
    super(session);
  }

  @Override
  Outcome run(RunContext context) {
    SplitReport report = FileSplit.run(data, days, out, context);
    return Outcome.done(report, String.join("\n", report.lines()));
  }
}
