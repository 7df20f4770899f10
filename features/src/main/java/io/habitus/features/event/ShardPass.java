package io.habitus.features.event;

import io.habitus.core.problem.InterruptedRunException;
import io.habitus.core.run.Progress;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reads all clients once, shards dealt to threads as they come. What the workers add up must not
 * depend on the order: integers, minima, maxima.
 */
final class ShardPass {
  private ShardPass() {}

  /**
   * Runs a pass.
   *
   * @param worker makes one thread's reader of clients
   * @return the threads' workers, to be merged
   */
  static <W extends Consumer<EventSequence>> List<W> run(
      Histories histories, String what, Supplier<W> worker, RunContext context) {
    int threads = Math.max(1, Math.min(context.resources().threads(), histories.shardCount()));
    AtomicInteger next = new AtomicInteger();
    try (Progress.Step step = context.progress().start(what, histories.shardCount(), "shards");
        ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<W>> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        W mine = worker.get();
        running.add(pool.submit(() -> readShards(histories, next, mine, step, what, context)));
      }
      return running.stream().map(ShardPass::result).toList();
    }
  }

  private static <W extends Consumer<EventSequence>> W readShards(
      Histories histories,
      AtomicInteger next,
      W worker,
      Progress.Step step,
      String what,
      RunContext context) {
    for (int shard = next.getAndIncrement();
        shard < histories.shardCount();
        shard = next.getAndIncrement()) {
      try (Histories.Cursor cursor = histories.open(shard)) {
        for (int clients = 0; cursor.next(); clients++) {
          if (clients % 1024 == 0) {
            context.checkStopped(what);
          }
          worker.accept(cursor.events());
        }
      } catch (RuntimeException | Error e) {
        next.set(histories.shardCount()); // the other threads need not go on
        throw e;
      }
      step.advance(1);
    }
    return worker;
  }

  private static <W> W result(Future<W> running) {
    try {
      return running.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedRunException("reading clients");
    }
  }
}
