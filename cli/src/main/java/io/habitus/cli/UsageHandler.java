package io.habitus.cli;

import io.habitus.cli.session.ExitCode;
import io.habitus.core.problem.Nearest;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Wrong usage in one or two lines: what is wrong, the nearest right name, where to read more. */
final class UsageHandler implements CommandLine.IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("habitus: " + e.getMessage());
    String nearest = nearest(e, command);
    if (!nearest.isEmpty()) {
      err.println("  Did you mean " + nearest + "?");
    }
    err.println("  See: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE;
  }

  private static String nearest(ParameterException e, CommandLine command) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    String wrong = unmatched.getUnmatched().getFirst().split("=", 2)[0];
    List<String> names =
        wrong.startsWith("-")
            ? command.getCommandSpec().options().stream()
                .flatMap(option -> List.of(option.names()).stream())
                .toList()
            : List.copyOf(command.getSubcommands().keySet());
    return Nearest.of(wrong, names).orElse("");
  }
}
