package io.habitus.cli;

import io.habitus.cli.command.Commands;
import io.habitus.cli.console.Terminal;
import io.habitus.cli.session.ExitCode;
import io.habitus.cli.session.Interrupts;
import io.habitus.cli.session.Session;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Runs commands within this process: what {@link Main} and the tests share. */
public final class Cli {
  private final PrintStream out;
  private final PrintStream err;
  private final Terminal terminal;

  public Cli(PrintStream out, PrintStream err, Terminal terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  /** Runs one command; returns its {@link ExitCode}. */
  public int run(String... args) {
    Session session = new Session(out, err, terminal);
    try (var _ = Interrupts.handledBy(session)) {
      return commandLine(session).execute(args);
    } finally {
      out.flush();
      err.flush();
    }
  }

  private CommandLine commandLine(Session session) {
    return Commands.all(session)
        .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
        .setUsageHelpWidth(100)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(new UsageHandler());
  }
}
