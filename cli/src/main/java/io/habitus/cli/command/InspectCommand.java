package io.habitus.cli.command;

import io.habitus.cli.session.Outcome;
import io.habitus.cli.session.Session;
import io.habitus.core.run.RunContext;
import io.habitus.ingest.Inspect;
import io.habitus.ingest.Inspection;
import io.habitus.ingest.InspectionText;
import io.habitus.pipeline.data.DataSource;
import java.nio.file.Path;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
    name = "inspect",
    description =
        "Says what is in a log: counts, time span, clients, lengths of histories, counts by type,"
            + " and what looks suspicious. Shows no client ids.",
    footerHeading = "%nExample:%n",
    footer = "  habitus inspect --data shop")
final class InspectCommand extends Command {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "A challenge directory, published or split, or a store.")
  Path data;

  InspectCommand(Session session) {
    super(session);
  }

  @Override
  Outcome run(RunContext context) {
    try (DataSource source = DataSource.open(data, context)) {
      Inspection inspection = Inspect.of(source.store(), context);
      return Outcome.done(inspection, InspectionText.of(inspection).stripTrailing());
    }
  }
}
