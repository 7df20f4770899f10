/**
 * Networks as graphs of libtorch operations with gradients: weights in one block, a graph per shard
 * of a batch, kernels of our own where they pay. Open it to write a layer or an operation.
 */
@NullMarked
package io.habitus.engine.graph;

import org.jspecify.annotations.NullMarked;
