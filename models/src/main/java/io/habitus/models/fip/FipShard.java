package io.habitus.models.fip;

import io.habitus.models.sequence.PackedRows;
import java.lang.foreign.MemorySegment;

/**
 * One shard: sequences to read, and the later ones to predict.
 *
 * @param input packed
 * @param target packed, in an order of its own: longest first
 * @param clients int64 (clients): whose target each is, as a place in the input
 * @param rowWeights fp32 (target rows, 1): what a row's squared error counts
 * @param batchRows target rows of the whole batch, which the loss is a mean over
 */
record FipShard(
    PackedRows input,
    PackedRows target,
    MemorySegment clients,
    MemorySegment rowWeights,
    long batchRows) {}
