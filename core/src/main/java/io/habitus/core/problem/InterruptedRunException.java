package io.habitus.core.problem;

/** The user stopped the run (Ctrl-C); nothing half-written is left and a rerun resumes. */
public final class InterruptedRunException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InterruptedRunException(String during) {
    super("interrupted during " + during);
  }
}
