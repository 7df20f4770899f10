package io.habitus.engine.train;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.Weights;

/**
 * What is trained: layers over the weights of one plan. Immutable; used by several threads, each
 * with a graph of its own.
 *
 * @param <S> one shard of a batch, as the network reads it
 */
public interface Network<S> {
  /**
   * A shard's part of its batch's loss: a scalar. The loss of the batch is the sum over its shards,
   * so what a mean divides by is a property of the batch that each shard carries.
   */
  Variable loss(Graph graph, S shard);

  /**
   * Called after every optimiser step, before the next: may change weights, such as project them
   * into a ball. What it does is a function of the weights and of the shards seen, the same for any
   * number of threads.
   */
  default void afterStep(Weights weights) {}
}
