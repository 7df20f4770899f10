package io.habitus.cli.session;

import io.habitus.core.run.RunContext;
import java.io.IOException;

/** The work of a command. */
@FunctionalInterface
public interface Task {
  Outcome run(RunContext context) throws IOException;
}
