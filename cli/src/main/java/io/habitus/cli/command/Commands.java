package io.habitus.cli.command;

import io.habitus.cli.session.Session;
import picocli.CommandLine;

/** The tree of commands. */
public final class Commands {
  private Commands() {}

  /** All commands, each running in {@code session}. */
  public static CommandLine all(Session session) {
    return new CommandLine(new HabitusCommand());
  }
}
