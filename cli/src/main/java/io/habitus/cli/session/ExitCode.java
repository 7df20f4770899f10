package io.habitus.cli.session;

/** What a script learns from the command's exit status. */
public final class ExitCode {
  public static final int DONE = 0;

  /** The input, or a place that was given to write to, is at fault. */
  public static final int INPUT = 1;

  /** Wrong usage: an unknown option, a value out of range. */
  public static final int USAGE = 2;

  /** Our fault. */
  public static final int INTERNAL = 3;

  /** Ctrl-C; a terminated process (SIGTERM) is treated alike. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
