package io.habitus.evaluation;

import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.Task;

/**
 * A predictor that is trained anew for every task on frozen vectors. Implementations are immutable;
 * their runs may go in parallel, and the same input gives the same bits for any number of threads.
 */
public interface Probe {
  /** Name on the command line and beside every number it made, such as {@code predictor}. */
  String name();

  /** Anonymous memory that one run takes at its peak, in bytes; bounds how many run at a time. */
  long memoryBytes(Profiles profiles, Task task);

  /**
   * Trains on {@code task.train()} and predicts {@code task.validation()} for the same clients, in
   * the order of the profiles. Single-threaded: parallelism is over tasks, see {@link ProbeRuns}.
   */
  ProbeResult run(Profiles profiles, Task task, RunContext context);
}
