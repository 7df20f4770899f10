package io.habitus.cli;

import io.habitus.cli.console.StandardError;
import io.habitus.cli.console.Terminal;

/** Where the process starts. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.setErr(StandardError.ofThisProcess());
    System.exit(new Cli(System.out, System.err, Terminal.ofThisProcess()).run(args));
  }
}
