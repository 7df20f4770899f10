package io.habitus.models.factorisation;

import io.habitus.core.problem.UsageException;
import io.habitus.core.run.Resources;
import io.habitus.engine.kernel.FactorKernel;
import io.habitus.models.factorisation.matrix.ClientItems;

/**
 * What a fit holds at a time, known before its factors are made: the matrix, what the method keeps
 * beside it, and the factors.
 *
 * @param perCell bytes, the 8 of the matrix included
 * @param perClient bytes beside the factors
 * @param perItem bytes beside the factors: counts, names, samplers
 */
public record FitMemory(int perCell, int perClient, int perItem) {
  /** Digests of clients; samplers of items. */
  public static final FitMemory BPR = new FitMemory(8, 20, 140);

  /** The matrix by items. */
  public static final FitMemory ALS = new FitMemory(16, 12, 130);

  /** Of the JVM and of what else is in the heap. */
  private static final long FIXED = 24L << 20;

  /** Bytes of a fit with this many factors of each client and item. */
  public long bytes(long clients, long items, long cells, int factors) {
    long row = 4L * FactorKernel.width(factors);
    return perCell * cells + (perClient + row) * clients + (perItem + row) * items + FIXED;
  }

  /**
   * Refuses a fit that cannot end well, before it begins.
   *
   * @throws UsageException if the Java heap is too small for it; it says how much would do
   */
  public void check(ClientItems matrix, int factors, Resources resources) {
    long heap = Runtime.getRuntime().maxMemory();
    long needed = heapFor(bytes(matrix.clientCount(), matrix.itemCount(), matrix.cells(), factors));
    if (needed > heap) {
      throw new UsageException(
          ("%d factors of %,d clients and %,d items with %,d cells need a Java heap of about %,d MB,"
                  + " and it may grow to %,d MB: run with --memory %dm or more, or with fewer"
                  + " factors, or learn from fewer clients")
              .formatted(
                  factors,
                  matrix.clientCount(),
                  matrix.itemCount(),
                  matrix.cells(),
                  needed >> 20,
                  heap >> 20,
                  memoryFor(needed, heap, resources) >> 20));
    }
  }

  /** The collector needs room to work in: measured, see docs/benchmarks.md. */
  static long heapFor(long bytes) {
    return bytes / 4 * 5;
  }

  /** The heap is a fixed share of what the process may use. */
  private static long memoryFor(long needed, long heap, Resources resources) {
    double share = Math.min(1, (double) heap / resources.memoryBytes());
    return (long) (needed / share) + (1 << 20);
  }
}
