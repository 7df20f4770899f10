package io.habitus.core.run;

import io.habitus.core.problem.InterruptedRunException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Work that is cut into numbered parts, such as the shards of a store. */
public final class Parallel {
  private Parallel() {}

  /**
   * Does parts 0 … count − 1 on the run's threads. Results come in the order of the parts, so they
   * do not depend on the number of threads. The first failure stops the parts not yet begun.
   *
   * @param what is being done, for progress, such as "counting values"
   * @param unit the parts' plural, such as "shards"
   */
  public static <T> List<T> map(
      String what, String unit, int count, RunContext context, IntFunction<T> part) {
    int threads = Math.clamp(count, 1, context.resources().threads());
    try (Progress.Step step = context.progress().start(what, count, unit);
        ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        running.add(workers.submit(() -> one(what, number, context, step, part)));
      }
      try {
        return collect(what, running);
      } finally {
        workers.shutdownNow();
      }
    }
  }

  private static <T> T one(
      String what, int number, RunContext context, Progress.Step step, IntFunction<T> part) {
    context.checkStopped(what);
    T result = part.apply(number);
    step.advance(1);
    return result;
  }

  private static <T> List<T> collect(String what, List<Future<T>> running) {
    List<T> results = new ArrayList<>();
    for (Future<T> each : running) {
      try {
        results.add(each.get());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedRunException(what);
      } catch (ExecutionException e) {
        throw unchecked(e);
      }
    }
    return results;
  }

  private static RuntimeException unchecked(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
  }
}
