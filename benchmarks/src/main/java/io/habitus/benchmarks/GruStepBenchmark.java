package io.habitus.benchmarks;

import io.habitus.engine.NativeBlock;
import io.habitus.engine.NativeRuntime;
import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Replica;
import io.habitus.engine.graph.StepRandom;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.recurrent.Gru;
import io.habitus.engine.recurrent.PackedLengths;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Forward and backward pass of one GRU layer over 128 sequences of 64 steps, cut into 1, 2 or 4
 * shards, on one thread and on two: what a logical shard costs. Beside it: {@code
 * benchmarks/python/gru_step.py}.
 *
 * <p>{@code GruStepBenchmark INPUTS WIDTH ROUNDS}
 */
public final class GruStepBenchmark {
  private static final int SEQUENCES = 128;
  private static final int STEPS = 64;

  private final int inputs;
  private final int width;
  private final int rounds;

  private GruStepBenchmark(int inputs, int width, int rounds) {
    this.inputs = inputs;
    this.width = width;
    this.rounds = rounds;
  }

  public static void main(String[] arguments) throws Exception {
    GruStepBenchmark benchmark =
        new GruStepBenchmark(
            Integer.parseInt(arguments[0]),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]));
    System.out.println(NativeRuntime.get().cpu() + "; " + NativeRuntime.get().description());
    for (int threads : new int[] {1, 2}) {
      for (int shards : new int[] {1, 2, 4}) {
        if (shards >= threads) {
          benchmark.run(threads, shards);
        }
      }
    }
  }

  private void run(int threads, int shards) throws InterruptedException, ExecutionException {
    WeightPlan plan = new WeightPlan();
    Gru gru = new Gru(plan, "", inputs, width, 1);
    PackedLengths lengths = PackedLengths.of(filled(SEQUENCES / shards, STEPS));
    double[] forward = new double[rounds];
    double[] both = new double[rounds];
    try (Weights weights = new Weights(plan, 1);
        NativeBlock rows = new NativeBlock(4L * lengths.rows() * inputs);
        ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      Replica[] replicas = new Replica[shards];
      Arrays.setAll(replicas, shard -> Replica.forTraining(weights));
      for (int round = 0; round < rounds; round++) {
        forward[round] = step(gru, lengths, rows, replicas, workers, false);
        both[round] = step(gru, lengths, rows, replicas, workers, true);
      }
      for (Replica replica : replicas) {
        replica.close();
      }
    }
    double flops = 2.0 * SEQUENCES * STEPS * 3 * width * (inputs + width);
    double forwardTime = median(forward);
    double allTime = median(both);
    System.out.printf(
        "threads %d, shards %d: forward %.1f ms (%.0f GF/s), forward and backward %.1f ms"
            + " (%.0f GF/s), %,.0f events/s%n",
        threads,
        shards,
        forwardTime * 1e3,
        flops / forwardTime / 1e9,
        allTime * 1e3,
        3 * flops / allTime / 1e9,
        SEQUENCES * STEPS / allTime);
  }

  private double step(
      Gru gru,
      PackedLengths lengths,
      NativeBlock rows,
      Replica[] replicas,
      ExecutorService workers,
      boolean backward)
      throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    Future<?>[] shards =
        IntStream.range(0, replicas.length)
            .mapToObj(shard ->
                workers.submit(() -> pass(gru, lengths, rows, replicas[shard], shard, backward)))
            .toArray(Future<?>[]::new);
    for (Future<?> shard : shards) {
      shard.get();
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private void pass(
      Gru gru, PackedLengths lengths, NativeBlock rows, Replica replica, int shard, boolean both) {
    try (Graph graph = Graph.training(replica, StepRandom.of(1, 1, shard))) {
      var input = new Gru.Input.Rows(graph.input(rows.memory(), lengths.rows(), inputs));
      Gru.Output out = gru.forward(graph, lengths, input, null, 0);
      if (both) {
        graph.backward(out.rows().sum().plus(out.last().getFirst().sum()));
      }
    }
  }

  private static int[] filled(int count, int value) {
    int[] values = new int[count];
    Arrays.fill(values, value);
    return values;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
