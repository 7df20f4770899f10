package io.habitus.engine.train;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The same batches in every epoch. */
record FixedBatches<S>(List<Batch<S>> batches) implements BatchSource<S> {
  @Override
  public Stream<S> open(long epoch) {
    Iterator<Batch<S>> left = batches.iterator();
    return new Stream<>() {
      @Override
      public @Nullable Batch<S> next() {
        return left.hasNext() ? left.next() : null;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public long clients() {
    return batches.stream().mapToLong(batch -> batch.clientIds().length).sum();
  }
}
