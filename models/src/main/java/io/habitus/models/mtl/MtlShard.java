package io.habitus.models.mtl;

import io.habitus.models.sequence.PackedRows;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * One shard: sequences, and the labels of their clients.
 *
 * @param rows packed
 * @param labels fp32 (clients, labels) for each head, in the network's order
 * @param batchClients clients of the whole batch, which the loss is a mean over
 */
record MtlShard(PackedRows rows, List<MemorySegment> labels, int batchClients) {}
