package io.habitus.core.run;

import io.habitus.core.problem.InterruptedRunException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.ObjIntConsumer;

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

  /**
   * Does parts 0 … count − 1 on the run's threads and hands each result to the caller's thread, in
   * order; at most as many as there are threads are ahead of it. With one thread, everything is
   * done in the caller's.
   *
   * @param what is being done, for the message of an interruption
   * @param take called with a part's result and its number
   */
  public static <T> void forEachInOrder(
      String what, int count, RunContext context, IntFunction<T> part, ObjIntConsumer<T> take) {
    int threads = Math.clamp(count, 1, context.resources().threads());
    if (threads == 1) {
      for (int i = 0; i < count; i++) {
        context.checkStopped(what);
        take.accept(part.apply(i), i);
      }
      return;
    }
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      try {
        Deque<Future<T>> ahead = new ArrayDeque<>();
        for (int next = 0, taken = 0; taken < count; taken++) {
          while (next < count && ahead.size() < threads) {
            int number = next++;
            ahead.add(workers.submit(() -> part.apply(number)));
          }
          context.checkStopped(what);
          take.accept(result(what, ahead.remove()), taken);
        }
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
      results.add(result(what, each));
    }
    return results;
  }

  private static <T> T result(String what, Future<T> part) {
    try {
      return part.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedRunException(what);
    } catch (ExecutionException e) {
      throw unchecked(e);
    }
  }

  private static RuntimeException unchecked(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
  }
}
