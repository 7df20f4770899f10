package io.habitus.models.sra;

import io.habitus.models.sequence.PackedRows;

/**
 * One shard: sequences to read and to reconstruct.
 *
 * @param rows packed
 * @param batchRows rows of the whole batch, which the loss is a mean over
 */
public record SraShard(PackedRows rows, long batchRows) {}
