package io.habitus.cli.command;

import io.habitus.cli.session.Outcome;
import io.habitus.cli.session.Session;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.ingest.Ingest;
import io.habitus.ingest.IngestOptions.Mode;
import io.habitus.ingest.IngestReport;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
    name = "ingest",
    description = {
      "Brings a log into a sequence store: a folder of memory-mapped columns, ordered by client and"
          + " time, the same for any number of threads.",
      "Other commands take challenge directories as they are; a store is for logs"
          + " with a schema, for"
          + " logs that grow, and where one wants to choose the folder."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  habitus ingest --data shop --out shop.store",
      "  habitus ingest --schema online-retail --data downloads --out retail.store",
      "  habitus ingest --data shop-monday --append --out shop.store"
    })
final class IngestCommand extends Command {
  @Mixin LogOptions log = new LogOptions();

  @Option(
      names = "--out",
      paramLabel = "STORE",
      required = true,
      description = "Folder of the store. It appears whole or not at all.")
  Path out;

  @Option(names = "--append", description = "Add the events to the store, without rereading it.")
  boolean append;

  @Option(names = "--replace", description = "Replace the store that is there, in one step.")
  boolean replace;

  IngestCommand(Session session) {
    super(session);
  }

  @Override
  Outcome run(RunContext context) {
    IngestReport report = Ingest.run(log.source(), out, log.options(mode()), context);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("store", out.toString());
    json.put("events", report.events());
    json.put("clients", report.manifest().statistics().clients());
    json.put("rowsRead", report.rowsRead());
    json.put("leftOut", report.leftOut());
    return Outcome.done(json, String.join("\n", report.lines()));
  }

  private Mode mode() {
    if (append && replace) {
      throw new UsageException("expected --append or --replace, found both");
    }
    return append ? Mode.APPEND : replace ? Mode.REPLACE : Mode.CREATE;
  }
}
