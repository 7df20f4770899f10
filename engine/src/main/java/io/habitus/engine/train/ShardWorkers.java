package io.habitus.engine.train;

import io.habitus.core.run.RunContext;
import io.habitus.core.run.WorkerPool;
import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Replica;
import io.habitus.engine.graph.StepRandom;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.Weights;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;

/**
 * Runs the shards of a batch on the workers. The n-th shard always uses the n-th replica, whichever
 * thread takes it, so its gradients do not depend on who computed them.
 */
final class ShardWorkers<S> implements AutoCloseable {
  private final Network<S> network;
  private final Weights weights;
  private final WorkerPool pool;
  private final RunContext context;
  private final List<Replica> training = new ArrayList<>();
  private final List<Replica> inference = new ArrayList<>();

  ShardWorkers(Network<S> network, Weights weights, WorkerPool pool, RunContext context) {
    this.network = network;
    this.weights = weights;
    this.pool = pool;
    this.context = context;
  }

  /**
   * The loss of a batch; adds the gradients of each shard to its own block.
   *
   * @param step with the seed, what dropout is drawn from
   */
  double lossAndGradients(Batch<S> batch, long seed, long step) {
    List<Replica> replicas = grown(training, batch, Replica::forTraining);
    return sum(
        batch,
        shard -> {
          try (Graph graph =
              Graph.training(replicas.get(shard), StepRandom.of(seed, step, shard))) {
            Variable loss = network.loss(graph, batch.shards().get(shard));
            graph.backward(loss);
            return loss.item();
          }
        });
  }

  /**
   * Begins a pass over validation batches: a replica for inference keeps what it made of weights.
   */
  void beginValidation() {
    inference.forEach(Replica::close);
    inference.clear();
  }

  /**
   * The loss of a batch without dropout and without gradients; the weights are those of {@link
   * #beginValidation}.
   */
  double loss(Batch<S> batch) {
    List<Replica> replicas = grown(inference, batch, Replica::forInference);
    return sum(
        batch,
        shard -> {
          try (Graph graph = Graph.inference(replicas.get(shard))) {
            return network.loss(graph, batch.shards().get(shard)).item();
          }
        });
  }

  /** The gradients of a batch's shards. */
  List<MemorySegment> gradients(Batch<S> batch) {
    return training.subList(0, batch.shards().size()).stream().map(Replica::gradients).toList();
  }

  private List<Replica> grown(
      List<Replica> replicas, Batch<S> batch, Function<Weights, Replica> another) {
    while (replicas.size() < batch.shards().size()) {
      replicas.add(another.apply(weights));
    }
    return replicas;
  }

  private double sum(Batch<S> batch, IntToDoubleFunction loss) {
    double[] losses = new double[batch.shards().size()];
    pool.forEach(
        losses.length,
        shard -> {
          context.checkStopped("training");
          losses[shard] = loss.applyAsDouble(shard);
        });
    double sum = 0;
    for (double each : losses) {
      sum += each;
    }
    return sum;
  }

  @Override
  public void close() {
    training.forEach(Replica::close);
    inference.forEach(Replica::close);
  }
}
