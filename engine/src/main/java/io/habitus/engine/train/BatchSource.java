package io.habitus.engine.train;

import org.jspecify.annotations.Nullable;

/**
 * Batches by epoch: the same epoch always has the same batches in the same order, so that a run may
 * be resumed in the middle of one.
 *
 * @param <S> one shard, as the network reads it
 */
public interface BatchSource<S> {
  /** Begins an epoch, counted from 0. */
  Stream<S> open(long epoch);

  /** Clients of an epoch, for progress; negative where not known. */
  long clients();

  /**
   * One epoch's batches; for one thread.
   *
   * @param <S> one shard, as the network reads it
   */
  interface Stream<S> extends AutoCloseable {
    /** The next batch, or null at the end. */
    @Nullable Batch<S> next();

    /** Passes over batches, to resume behind them. */
    default void skip(long batches) {
      for (long i = 0; i < batches; i++) {
        next();
      }
    }

    @Override
    void close();
  }
}
