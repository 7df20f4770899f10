package io.habitus.engine.train;

/** How the learning rate changes with the optimiser step. */
public sealed interface Schedule {

  /** Factor on the learning rate at a step, counted from 0. */
  double factor(long step);

  /** Always 1. */
  record Constant() implements Schedule {
    @Override
    public double factor(long step) {
      return 1;
    }
  }

  /** Up to 1 in equal steps, then 1. */
  record Warmup(long steps) implements Schedule {
    @Override
    public double factor(long step) {
      return steps == 0 ? 1 : Math.min(1, (step + 1) / (double) steps);
    }
  }

  /** Warm-up, then half a cosine down to {@code floor} at {@code total} (Loshchilov 2017). */
  record Cosine(long warmup, long total, double floor) implements Schedule {
    @Override
    public double factor(long step) {
      if (step < warmup) {
        return (step + 1) / (double) warmup;
      }
      double done = Math.min(1, (step - warmup) / (double) Math.max(1, total - warmup));
      return floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * done));
    }
  }
}
