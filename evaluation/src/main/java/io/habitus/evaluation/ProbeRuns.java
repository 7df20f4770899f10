package io.habitus.evaluation;

import io.habitus.core.problem.InterruptedRunException;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs a probe on many tasks at a time, each in a thread of its own: as many as the run has threads
 * and its memory holds. Results do not depend on how many.
 */
public final class ProbeRuns {

  /** One run: a task about these vectors. */
  public record Job(Profiles profiles, Task task) {}

  private ProbeRuns() {}

  /** The results, in the order of {@code jobs}. The first failure stops the others. */
  public static List<ProbeResult> all(Probe probe, List<Job> jobs, RunContext context) {
    try (ExecutorService threads = Executors.newFixedThreadPool(parallel(probe, jobs, context))) {
      List<Future<ProbeResult>> running = new ArrayList<>();
      for (Job job : jobs) {
        running.add(threads.submit(() -> probe.run(job.profiles(), job.task(), context)));
      }
      try {
        return collect(running);
      } finally {
        threads.shutdownNow();
      }
    }
  }

  /** How many jobs run at a time: at least one, whatever it takes. */
  static int parallel(Probe probe, List<Job> jobs, RunContext context) {
    long largest = 1;
    for (Job job : jobs) {
      largest = Math.max(largest, probe.memoryBytes(job.profiles(), job.task()));
    }
    long fitting = context.resources().memoryBytes() / largest;
    long wanted = Math.min(context.resources().threads(), jobs.size());
    return (int) Math.max(1, Math.min(wanted, fitting));
  }

  private static List<ProbeResult> collect(List<Future<ProbeResult>> running) {
    List<ProbeResult> results = new ArrayList<>();
    for (Future<ProbeResult> one : running) {
      try {
        results.add(one.get());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedRunException("evaluation");
      } catch (ExecutionException e) {
        throw failure(e);
      }
    }
    return results;
  }

  private static RuntimeException failure(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException(e.getCause());
  }
}
