package io.habitus.core.problem;

import java.util.List;
import java.util.stream.Collectors;

/** The input is at fault. Carries every problem that was found, never only the first. */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public InputException(List<Problem> problems) {
    super(problems.stream().map(Problem::sentence).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("an InputException names at least one problem");
    }
    this.problems = List.copyOf(problems);
  }

  public InputException(Problem problem) {
    this(List.of(problem));
  }

  public InputException(Problem problem, Throwable cause) {
    this(problem);
    initCause(cause);
  }

  public List<Problem> problems() {
    return problems;
  }
}
