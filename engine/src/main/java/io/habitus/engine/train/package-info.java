/**
 * Training: batches cut into logical shards, data-parallel workers, gradients summed in a fixed
 * order, checkpoints. Open it to train a network or to see why a run gives the same bits for any
 * number of threads.
 */
@NullMarked
package io.habitus.engine.train;

import org.jspecify.annotations.NullMarked;
