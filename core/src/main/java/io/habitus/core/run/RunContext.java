package io.habitus.core.run;

import io.habitus.core.problem.InterruptedRunException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What every long operation is given. Operations call {@link #checkStopped} at least once a second.
 */
public final class RunContext {
  private final Resources resources;
  private final Progress progress;
  private final AtomicBoolean stopped = new AtomicBoolean();

  public RunContext(Resources resources, Progress progress) {
    this.resources = resources;
    this.progress = progress;
  }

  /** This machine's resources and no progress: for tests and for use as a library. */
  public static RunContext silent() {
    return new RunContext(Resources.ofThisMachine(), Progress.SILENT);
  }

  public Resources resources() {
    return resources;
  }

  public Progress progress() {
    return progress;
  }

  /** Asks every operation that has this context to stop; called by the Ctrl-C handler. */
  public void stop() {
    stopped.set(true);
  }

  /**
   * Returns if the run goes on.
   *
   * @throws InterruptedRunException if {@link #stop} was called or this thread was interrupted
   */
  public void checkStopped(String during) {
    if (stopped.get() || Thread.currentThread().isInterrupted()) {
      throw new InterruptedRunException(during);
    }
  }
}
