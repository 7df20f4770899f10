package io.habitus.cli.command;

import io.habitus.cli.console.Amounts;
import io.habitus.cli.session.Outcome;
import io.habitus.cli.session.Session;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.ingest.profile.ProfileTable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
    name = "export",
    description = {
      "Writes profiles as one Parquet file for other tools, a row per client: client_id (int64),"
          + " client (text, where the log's client ids are strings), vector (list of float32).",
      "A float16 value is a float32 value too, so nothing is rounded."
    },
    footerHeading = "%nExample:%n",
    footer = "  habitus export --profiles profiles/aggregated --out aggregated.parquet")
final class ExportCommand extends Command {
  @Option(
      names = "--profiles",
      paramLabel = "DIR",
      required = true,
      description = "Folder with client_ids.npy and embeddings.npy.")
  Path profiles;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The file to appear; one that is there already is replaced.")
  Path out;

  ExportCommand(Session session) {
    super(session);
  }

  @Override
  Outcome run(RunContext context) {
    OutputPlace.requireFile(out);
    Profiles written = ProfileTable.write(profiles, out, context);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", out.toString());
    json.put("clients", written.size());
    json.put("width", written.width());
    return Outcome.done(
        json,
        "%s clients, %d columns: %s"
            .formatted(Amounts.count(written.size()), written.width(), out));
  }
}
