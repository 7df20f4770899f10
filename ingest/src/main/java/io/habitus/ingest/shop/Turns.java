package io.habitus.ingest.shop;

import java.util.concurrent.Semaphore;

/**
 * How many threads work at a time: simulating and writing share {@code --threads}. Who waits for
 * the others' results gives the turn back first.
 */
final class Turns {
  private final Semaphore permits;

  Turns(int threads) {
    permits = new Semaphore(threads, true);
  }

  void take() {
    permits.acquireUninterruptibly();
  }

  void giveBack() {
    permits.release();
  }
}
