package io.habitus.cli.session;

import io.habitus.core.problem.Problem;
import java.util.List;

/**
 * How a command failed.
 *
 * @param exitCode one of {@link ExitCode}
 * @param message for the screen; one line per problem
 * @param problems what is wrong with the input, where it is at fault
 */
record Failure(int exitCode, String message, List<Problem> problems) {
  Failure {
    problems = List.copyOf(problems);
  }

  static Failure of(int exitCode, String message) {
    return new Failure(exitCode, message, List.of());
  }
}
