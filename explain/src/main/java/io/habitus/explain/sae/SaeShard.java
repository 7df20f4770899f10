package io.habitus.explain.sae;

import io.habitus.engine.kernel.Matrix;

/**
 * Some vectors of a batch, scaled.
 *
 * @param rows (vectors, width); padding columns are 0
 * @param number of the shard within its batch, from 0
 * @param batchVectors vectors of the whole batch: what its loss is a mean over
 */
record SaeShard(Matrix rows, int number, int batchVectors) {}
