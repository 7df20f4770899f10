package io.habitus.cli.command;

import io.habitus.cli.session.Session;
import java.util.List;
import picocli.CommandLine;

/** The tree of commands. */
public final class Commands {
  private Commands() {}

  /** All commands, each running in {@code session}. */
  public static CommandLine all(Session session) {
    CommandLine habitus = new CommandLine(new HabitusCommand());
    for (Command command :
        List.of(
            new IngestCommand(session),
            new EmbedCommand(session),
            new EvaluateCommand(session),
            new GenerateCommand(session))) {
      habitus.addSubcommand(command);
    }
    return habitus;
  }
}
