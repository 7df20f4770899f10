package io.habitus.cli.command;

import io.habitus.core.problem.UsageException;
import io.habitus.ingest.IngestOptions;
import io.habitus.ingest.LogSource;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which log is read, and how. */
final class LogOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "A challenge directory, published or split; with --schema, the folder of the log.")
  @Nullable Path data;

  @Option(
      names = "--schema",
      paramLabel = "FILE",
      description = "YAML schema of any other log: a file, or a name that ships with Habitus.")
  @Nullable String schema;

  @Option(
      names = "--var",
      paramLabel = "NAME=VALUE",
      description = "A value for $${NAME} in the schema; $${data} is --data. Repeatable.")
  Map<String, String> variables = new LinkedHashMap<>();

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = When.class,
      description = "Leave out events at or after it, such as a log's late tail; UTC.")
  @Nullable Instant until;

  @Option(
      names = "--timezone",
      paramLabel = "ZONE",
      converter = Zone.class,
      description =
          "Of times without a zone, such as Europe/Warsaw. Default: the schema's, else UTC.")
  @Nullable ZoneId timezone;

  @Option(names = "--deduplicate", description = "Keep only the first of events that are equal.")
  boolean deduplicate;

  LogSource source() {
    if (schema != null) {
      Map<String, String> all = new LinkedHashMap<>(variables);
      if (data != null) {
        all.putIfAbsent("data", data.toString());
      }
      return LogSource.schema(schema, all);
    }
    if (data == null) {
      throw new UsageException("expected --data DIR or --schema FILE, found neither");
    }
    return LogSource.challenge(data);
  }

  IngestOptions options(IngestOptions.Mode mode) {
    return new IngestOptions(
        Optional.ofNullable(until), Optional.ofNullable(timezone), deduplicate, mode);
  }
}
