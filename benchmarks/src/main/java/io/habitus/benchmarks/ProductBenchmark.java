package io.habitus.benchmarks;

import io.habitus.engine.NativeBlock;
import io.habitus.engine.NativeRuntime;
import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Replica;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.kernel.Gemm;
import io.habitus.engine.kernel.Matrix;
import io.habitus.engine.kernel.Panels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Our products beside those of libtorch's BLAS, by number of rows: what decides which of them
 * training takes. Each thread takes turns between the two every few hundredths of a second, so that
 * what else the machine does meets both alike.
 *
 * <p>{@code ProductBenchmark THREADS DEPTH COLUMNS ROWS…}
 */
public final class ProductBenchmark {
  private static final long TURN_NANOS = 40_000_000L;
  private static final int WARM_UP = 10;
  private static final int TURNS = 30;

  private final int rows;
  private final int depth;
  private final int columns;
  private final List<Double> ours = Collections.synchronizedList(new ArrayList<>());
  private final List<Double> theirs = Collections.synchronizedList(new ArrayList<>());
  private final List<Double> ratios = Collections.synchronizedList(new ArrayList<>());

  private ProductBenchmark(int rows, int depth, int columns) {
    this.rows = rows;
    this.depth = depth;
    this.columns = columns;
  }

  public static void main(String[] arguments) throws InterruptedException {
    System.out.println(NativeRuntime.get().cpu() + "; " + NativeRuntime.get().description());
    int threads = Integer.parseInt(arguments[0]);
    int depth = Integer.parseInt(arguments[1]);
    int columns = Integer.parseInt(arguments[2]);
    for (String rows : List.of(arguments).subList(3, arguments.length)) {
      new ProductBenchmark(Integer.parseInt(rows), depth, columns).run(threads);
    }
  }

  private void run(int threads) throws InterruptedException {
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      workers.add(Thread.ofPlatform().start(this::takeTurns));
    }
    for (Thread worker : workers) {
      worker.join();
    }
    System.out.printf(
        Locale.ROOT,
        "%,d × %d by %d × %d, %d threads: ours %.0f GF/s, BLAS %.0f, BLAS over ours %.2f%n",
        rows,
        depth,
        depth,
        columns,
        threads,
        median(ours),
        median(theirs),
        median(ratios));
  }

  private void takeTurns() {
    Matrix a = Matrix.zeros(rows, depth);
    Matrix c = Matrix.zeros(rows, columns);
    Panels b = new Panels(new float[Panels.elements(depth, columns)], depth, columns);
    try (Weights none = new Weights(new WeightPlan(), 1);
        Replica replica = Replica.forInference(none);
        NativeBlock left = new NativeBlock(4L * rows * depth);
        NativeBlock right = new NativeBlock(4L * depth * columns)) {
      for (int turn = 0; turn < WARM_UP + TURNS; turn++) {
        double mine =
            rate(() ->
                Gemm.product(rows, a.values(), 0, a.stride(), b, c.values(), 0, c.stride(), false));
        double its =
            rate(() -> {
              try (Graph graph = Graph.inference(replica)) {
                Variable x = graph.input(left.memory(), rows, depth);
                Variable unused = x.matmul(graph.input(right.memory(), depth, columns));
              }
            });
        if (turn >= WARM_UP) {
          ours.add(mine);
          theirs.add(its);
          ratios.add(its / mine);
        }
      }
    }
  }

  /** GF/s of a product in one turn. */
  private double rate(Runnable product) {
    long begin = System.nanoTime();
    long count = 0;
    while (System.nanoTime() - begin < TURN_NANOS) {
      product.run();
      count++;
    }
    return 2.0 * rows * depth * columns * count / (System.nanoTime() - begin);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
