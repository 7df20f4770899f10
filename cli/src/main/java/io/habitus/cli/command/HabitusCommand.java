package io.habitus.cli.command;

import io.habitus.cli.session.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code habitus} without a command: help or version. */
@picocli.CommandLine.Command(
    name = "habitus",
    versionProvider = Version.class,
    description = "One vector per user from event logs, honestly evaluated.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  habitus demo                                   the whole road in under three minutes",
      "  habitus embed --data shop --model aggregated --out profiles/aggregated",
      "  habitus evaluate --data shop --profiles profiles/aggregated --probe linear --out scores",
      "",
      "Exit codes: 0 done, 1 the input is at fault, 2 wrong usage, 3 our fault, 130 interrupted.",
      "Every command explains itself: habitus COMMAND --help"
    },
    synopsisSubcommandLabel = "COMMAND")
final class HabitusCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print versions and exit.")
  boolean version;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
