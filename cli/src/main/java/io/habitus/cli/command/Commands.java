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
    List<Command> commands =
        List.of(
            new DemoCommand(session),
            new IngestCommand(session),
            new InspectCommand(session),
            new ValidateCommand(session),
            new SplitCommand(session),
            new EmbedCommand(session),
            new ExportCommand(session),
            new EvaluateCommand(session),
            new CompareCommand(session),
            new AuditCommand(session),
            new ReconstructCommand(session),
            new RecommendCommand(session),
            new ExperimentCommand(session),
            new SaeCommand(session),
            new SteerCommand(session),
            new RunCommand(session),
            new AblateCommand(session),
            new TuneCommand(session),
            new GenerateCommand(session));
    commands.forEach(habitus::addSubcommand);
    for (CommandLine each : habitus.getSubcommands().values()) {
      each.getCommandSpec().usageMessage().sortOptions(false).sortSynopsis(false);
    }
    return habitus;
  }
}
