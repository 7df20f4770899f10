package io.habitus.core.run;

import java.util.function.IntConsumer;

/**
 * Pieces of work on the run's threads. Fine-grained and silent: the caller is one of them, so that
 * a loop of a millisecond may use it. Cut the work into pieces that do not depend on the number of
 * threads and let each write only what is its own: then results do not depend on it either.
 */
public final class Workers {
  private Workers() {}

  /**
   * Calls {@code piece} once for each of 0 … pieces − 1, on up to {@code threads} threads of which
   * the caller is one, and returns when all are done.
   *
   * @param during what is being done, for the message of an interruption
   * @throws RuntimeException the first failure of a piece; no more pieces are begun after it
   */
  public static void forEach(int pieces, RunContext context, String during, IntConsumer piece) {
    Pieces work =
        new Pieces(
            pieces,
            i -> {
              context.checkStopped(during);
              piece.accept(i);
            });
    int helpers = Math.min(context.resources().threads(), pieces) - 1;
    Thread[] threads = new Thread[Math.max(0, helpers)];
    for (int t = 0; t < threads.length; t++) {
      threads[t] = Thread.ofPlatform().daemon().name("habitus-worker-" + t).start(work);
    }
    work.run();
    for (Thread thread : threads) {
      joinUninterruptibly(thread);
    }
    work.rethrow();
  }

  /** An interrupted caller stops the pieces that it runs itself; the others end soon after. */
  private static void joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
