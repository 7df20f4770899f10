package io.habitus.cli.command;

import io.habitus.cli.session.Outcome;
import io.habitus.cli.session.Session;
import io.habitus.core.problem.InputException;
import io.habitus.core.run.RunContext;
import io.habitus.ingest.IngestOptions;
import io.habitus.ingest.Validate;
import io.habitus.ingest.ValidationReport;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Mixin;

@picocli.CommandLine.Command(
    name = "validate",
    description =
        "Reads a whole log as ingest does with the same options, and lists everything that would"
            + " keep it from being ingested: file, row, column, expected, found. Writes nothing."
            + " Exit code 1 if there is anything.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  habitus validate --data shop",
      "  habitus validate --schema online-retail --data downloads --until 2011-12-01"
    })
final class ValidateCommand extends Command {
  @Mixin LogOptions log = new LogOptions();

  ValidateCommand(Session session) {
    super(session);
  }

  @Override
  Outcome run(RunContext context) {
    ValidationReport report =
        Validate.run(log.source(), log.options(IngestOptions.Mode.CREATE), context);
    ValidationReport.Reading reading =
        report.reading().orElseThrow(() -> new InputException(report.problems()));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("problems", report.problems());
    json.put("events", reading.events());
    json.put("rowsRead", reading.rowsRead());
    json.put("leftOut", reading.leftOut());
    return Outcome.done(json, String.join("\n", reading.lines()));
  }
}
