package io.habitus.core.problem;

import java.util.List;
import java.util.stream.Collectors;

/** The command, recipe or call itself is wrong: an unknown key, a value out of range. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public UsageException(String message) {
    super(message);
    problems = List.of();
  }

  /** Everything that is wrong, at least one problem. */
  public UsageException(List<Problem> problems) {
    super(problems.stream().map(Problem::sentence).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("expected at least one problem");
    }
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, key by key; empty where the message says it all. */
  public List<Problem> problems() {
    return problems;
  }
}
