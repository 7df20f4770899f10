package io.habitus.evaluation;

import io.habitus.core.problem.InterruptedRunException;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
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
    if (jobs.isEmpty()) {
      return List.of();
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(parallel(probe, jobs, context))) {
      var finished = new ExecutorCompletionService<ProbeResult>(threads);
      List<Future<ProbeResult>> running = new ArrayList<>();
      for (Job job : jobs) {
        running.add(finished.submit(() -> probe.run(job.profiles(), job.task(), context)));
      }
      try {
        for (int done = 0; done < jobs.size(); done++) {
          var unused = result(finished.take());
        }
        return running.stream().map(ProbeRuns::result).toList();
      } catch (InterruptedException e) {
        throw interrupted();
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

  private static ProbeResult result(Future<ProbeResult> run) {
    try {
      return run.get();
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (ExecutionException e) {
      throw failure(e);
    }
  }

  private static InterruptedRunException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedRunException("evaluation");
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
