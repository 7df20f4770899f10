package io.habitus.cli.command;

import io.habitus.cli.session.Outcome;
import io.habitus.cli.session.Session;
import io.habitus.cli.session.SharedOptions;
import io.habitus.core.run.RunContext;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** What every command is: shared options and one call of the library. */
abstract class Command implements Callable<Integer> {
  @Mixin SharedOptions shared = new SharedOptions();

  private final Session session;

  Command(Session session) {
    this.session = session;
  }

  @Override
  public final Integer call() {
    return session.run(shared, this::run);
  }

  abstract Outcome run(RunContext context) throws IOException;
}
