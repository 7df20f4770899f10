package io.habitus.cli;

import io.habitus.cli.session.ExitCode;
import io.habitus.core.problem.Nearest;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Wrong usage in one or two lines: what is wrong, the nearest right name, where to read more. */
final class UsageHandler implements CommandLine.IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    Optional<String> misspelt =
        e instanceof MissingParameterException ? unknownOption(args, command) : Optional.empty();
    err.println(
        "habitus: "
            + misspelt.map(name -> "Unknown option: '" + name + "'").orElse(e.getMessage()));
    String nearest = misspelt.map(name -> nearest(name, command)).orElse(nearest(e, command));
    if (!nearest.isEmpty()) {
      err.println("  Did you mean " + nearest + "?");
    }
    err.println("  See: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE;
  }

  /** What is missing is often there under a wrong name, which is then the better thing to say. */
  private static Optional<String> unknownOption(String[] args, CommandLine command) {
    Set<String> known = command.getCommandSpec().optionsMap().keySet();
    return Arrays.stream(args)
        .filter(word -> word.startsWith("--"))
        .map(word -> word.split("=", 2)[0])
        .filter(name -> !known.contains(name))
        .findFirst();
  }

  private static String nearest(ParameterException e, CommandLine command) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    return nearest(unmatched.getUnmatched().getFirst().split("=", 2)[0], command);
  }

  private static String nearest(String wrong, CommandLine command) {
    List<String> names =
        wrong.startsWith("-")
            ? command.getCommandSpec().options().stream()
                .flatMap(option -> List.of(option.names()).stream())
                .toList()
            : List.copyOf(command.getSubcommands().keySet());
    return Nearest.of(wrong, names).orElse("");
  }
}
