package io.habitus.ingest.shop;

import io.habitus.core.problem.InterruptedRunException;
import io.habitus.core.run.RunContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;

/** Runs work on fixed ranges of clients: the ranges do not depend on the number of threads. */
final class Chunks {
  /** Work on one range. */
  interface Work {
    void run(int chunk, int from, int until);
  }

  private Chunks() {}

  static int count(int size, int chunk) {
    return (size + chunk - 1) / chunk;
  }

  /** Runs all chunks and returns when the last is done; a failure of one is thrown. */
  static void run(int size, int chunk, ForkJoinPool pool, RunContext context, Work work) {
    List<ForkJoinTask<?>> tasks = new ArrayList<>();
    for (int i = 0; i < count(size, chunk); i++) {
      int index = i;
      int from = i * chunk;
      tasks.add(
          pool.submit(() -> {
            context.checkStopped("generating the shop");
            work.run(index, from, Math.min(size, from + chunk));
          }));
    }
    await(tasks);
  }

  private static void await(List<ForkJoinTask<?>> tasks) {
    RuntimeException first = null;
    for (ForkJoinTask<?> task : tasks) {
      try {
        task.get();
      } catch (ExecutionException e) {
        first = first == null ? unwrapped(e) : first;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        first = first == null ? new InterruptedRunException("generating the shop") : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedRunException interrupted) {
        return interrupted;
      }
    }
    return new IllegalStateException("generating the shop", e);
  }
}
