package io.habitus.core.run;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Numbered pieces of work that several threads take one by one, until one fails. */
final class Pieces implements Runnable {
  private final int count;
  private final IntConsumer piece;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  Pieces(int count, IntConsumer piece) {
    this.count = count;
    this.piece = piece;
  }

  /** Takes pieces until none is left; what a piece throws is kept. */
  @Override
  public void run() {
    try {
      for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
        if (failure.get() != null) {
          return;
        }
        piece.accept(i);
      }
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
    }
  }

  /** Throws the first failure; returns if there was none. */
  void rethrow() {
    switch (failure.get()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }
}
