package io.habitus.core.problem;

/** The command, recipe or call itself is wrong: an unknown key, a value out of range. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }
}
