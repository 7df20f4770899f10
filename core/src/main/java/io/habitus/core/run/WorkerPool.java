package io.habitus.core.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;

/**
 * {@link Workers} whose threads stay: for loops of thousands of short rounds, such as the steps of
 * a training run. The caller is one of the workers. Cut the work into pieces that do not depend on
 * the number of threads and let each write only what is its own.
 */
public final class WorkerPool implements AutoCloseable {
  private final int helpers;
  private final ExecutorService executor;

  /** Threads are started when they are first needed. */
  public WorkerPool(int threads) {
    helpers = threads - 1;
    executor =
        Executors.newFixedThreadPool(
            Math.max(1, helpers), Thread.ofPlatform().daemon().name("habitus-pool-", 0).factory());
  }

  /**
   * Calls {@code piece} once for each of 0 … pieces − 1 and returns when all are done. An
   * interruption of the caller is kept for later: no piece is cut off.
   *
   * @throws RuntimeException the first failure of a piece; no more pieces are begun after it
   */
  public void forEach(int pieces, IntConsumer piece) {
    Pieces work = new Pieces(pieces, piece);
    int helping = Math.clamp(pieces - 1, 0, helpers);
    CountDownLatch done = new CountDownLatch(helping);
    for (int i = 0; i < helping; i++) {
      executor.execute(() -> {
        try {
          work.run();
        } finally {
          done.countDown();
        }
      });
    }
    work.run();
    awaitUninterruptibly(done);
    work.rethrow();
  }

  private static void awaitUninterruptibly(CountDownLatch done) {
    boolean interrupted = false;
    while (done.getCount() > 0) {
      try {
        done.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the threads; no round is under way. */
  @Override
  public void close() {
    executor.shutdown();
  }
}
