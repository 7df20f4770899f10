package io.habitus.models.factorisation;

import io.habitus.core.problem.UsageException;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.engine.kernel.FactorKernel;
import io.habitus.models.factorisation.matrix.CellRules;
import io.habitus.models.factorisation.matrix.MatrixSize;
import java.util.function.LongPredicate;

/**
 * What a fit holds at a time, known before anything is read: the matrix, what the method keeps
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

  /** While a matrix is put together it is there twice. */
  private static final FitMemory READING = new FitMemory(16, 40, 130);

  /** Beyond it a matrix does not fit into arrays, whatever the heap. */
  private static final long MOST = Integer.MAX_VALUE;

  /** Of the JVM and of what else is in the heap; the weights of WARP's lanes are in it. */
  private static final long FIXED = 24L << 20;

  /**
   * WARP has no factors of clients and items, but their codes as numbers: beside the matrix the
   * positive cells and their order.
   */
  public static FitMemory warp(int queryCodes, int nameCodes) {
    return new FitMemory(16, 12 + Float.BYTES * queryCodes, 134 + Float.BYTES * nameCodes);
  }

  /** Bytes of a fit with this many factors of each client and item, 0 for none. */
  public long bytes(long clients, long items, long cells, int factors) {
    long row = factors == 0 ? 0 : 4L * FactorKernel.width(factors);
    long fit = held(clients, items, cells, row);
    return Math.max(fit, READING.held(clients, items, cells, 0)) + FIXED;
  }

  private long held(long clients, long items, long cells, long row) {
    return perCell * cells + (perClient + row) * clients + (perItem + row) * items;
  }

  /**
   * Refuses a fit that cannot end well before its matrix is read. Where the store's own statistics
   * say that any matrix of its events would fit, nothing is read; else the cells are counted first.
   *
   * @param learned which clients have rows
   * @param factors of each client and item, 0 for none
   * @throws UsageException if the Java heap is too small for it; it says how much would do
   */
  public void check(
      Histories input, CellRules rules, LongPredicate learned, int factors, RunContext context) {
    MatrixSize most = MatrixSize.atMost(input, rules);
    boolean unknown = most.cells() > MOST || most.clients() > MOST;
    if (unknown || needed(most, factors) > Runtime.getRuntime().maxMemory()) {
      MatrixSize size = MatrixSize.counted(input, rules, learned, context);
      check(size, factors, context.resources());
    }
  }

  /**
   * Refuses a fit that cannot end well, before it begins.
   *
   * @throws UsageException if the Java heap is too small for it; it says how much would do
   */
  public void check(MatrixSize size, int factors, Resources resources) {
    long heap = Runtime.getRuntime().maxMemory();
    long needed = needed(size, factors);
    if (needed > heap) {
      throw new UsageException(
          ("%s of %,d clients and %,d items with %,d cells need a Java heap of about %,d MB, and it"
                  + " may grow to %,d MB: run with --memory %dm or more,%s or learn from fewer"
                  + " clients")
              .formatted(
                  factors == 0 ? "the codes" : factors + " factors",
                  size.clients(),
                  size.items(),
                  size.cells(),
                  needed >> 20,
                  heap >> 20,
                  memoryFor(needed, heap, resources) >> 20,
                  factors == 0 ? "" : " or with fewer factors,"));
    }
  }

  private long needed(MatrixSize size, int factors) {
    return heapFor(bytes(size.clients(), size.items(), size.cells(), factors));
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
