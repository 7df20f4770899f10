package io.habitus.ingest;

import io.habitus.ingest.log.ChallengeLog;
import io.habitus.ingest.log.LogSchema;
import io.habitus.ingest.log.SchemaFile;
import java.nio.file.Path;
import java.util.Map;

/** Where a log is and how it is described. */
public sealed interface LogSource {

  /** A challenge directory, as published or split. */
  record Challenge(Path directory) implements LogSource {}

  /**
   * Any log, by a YAML schema.
   *
   * @param schema a file, or the name of a schema that ships with Habitus
   * @param variables values for {@code ${name}} in the schema
   */
  record Described(String schema, Map<String, String> variables) implements LogSource {
    public Described {
      variables = Map.copyOf(variables);
    }
  }

  static LogSource challenge(Path directory) {
    return new Challenge(directory);
  }

  /** A schema file, or the name of a schema that ships with Habitus, such as {@code globo}. */
  static LogSource schema(String fileOrName, Map<String, String> variables) {
    return new Described(fileOrName, variables);
  }

  /** A schema file. */
  static LogSource schema(Path file, Map<String, String> variables) {
    return new Described(file.toString(), variables);
  }

  /**
   * Reads the description.
   *
   * @throws io.habitus.core.problem.InputException if it is missing or wrong
   */
  default LogSchema read() {
    return switch (this) {
      case Challenge challenge -> ChallengeLog.of(challenge.directory());
      case Described described -> SchemaFile.read(described.schema(), described.variables());
    };
  }
}
