package io.habitus.engine.kernel;

import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Pools of arrays that are lent for one use each. There are as many as were ever in use at once:
 * two workers that go through many shards hold the arrays of two. For any number of threads.
 */
public final class ArrayPools {
  private final ConcurrentLinkedDeque<ArrayPool> idle = new ConcurrentLinkedDeque<>();

  /** A pool for one thread until {@link #giveBack}; the one that was given back last, if any is. */
  public ArrayPool take() {
    ArrayPool pool = idle.pollFirst();
    return pool == null ? new ArrayPool() : pool;
  }

  /** Ends a use, after its arrays were given back. */
  public void giveBack(ArrayPool pool) {
    pool.endUse();
    idle.addFirst(pool);
  }

  /** Lets go of the pools that nobody uses. */
  public void clear() {
    idle.clear();
  }
}
