package io.habitus.engine.train;

import io.habitus.core.run.WorkerPool;
import io.habitus.engine.AdamWKernel;
import io.habitus.engine.NativeBlock;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * AdamW over the block of all weights, in two passes over chunks of a fixed size: one sums the
 * shards' gradients and their squares, one clips and updates. Chunks and the order inside them do
 * not depend on the number of threads, so neither do the bits. A chunk of every operand fits the
 * second-level cache, and the passes are bound by memory.
 */
final class BlockOptimiser implements AutoCloseable {
  private static final long CHUNK_BYTES = 1 << 16;

  private final MemorySegment weights;
  private final WorkerPool pool;
  private final NativeBlock mean;
  private final NativeBlock square;
  private final double[] squares;
  private final GradientKernel sums = GradientKernel.fastest();
  private final AdamWKernel adamW = AdamWKernel.fastest();

  BlockOptimiser(MemorySegment weights, WorkerPool pool) {
    this.weights = weights;
    this.pool = pool;
    mean = new NativeBlock(weights.byteSize());
    square = new NativeBlock(weights.byteSize());
    squares =
        new double[Math.ceilDiv(Math.toIntExact(weights.byteSize() / 4), (int) CHUNK_BYTES / 4)];
  }

  /** Decaying mean of the gradients of all weights. */
  MemorySegment mean() {
    return mean.memory();
  }

  /** Decaying mean of their squares. */
  MemorySegment square() {
    return square.memory();
  }

  /**
   * Sums the shards' gradients into the first shard's and sets the others to 0: neighbours first,
   * then neighbouring pairs, and so on.
   *
   * @return the sum's norm over all weights
   */
  double reduce(List<MemorySegment> shards) {
    pool.forEach(squares.length, chunk -> squares[chunk] = reduce(shards, chunk));
    double sum = 0;
    for (double chunk : squares) {
      sum += chunk;
    }
    return Math.sqrt(sum);
  }

  private double reduce(List<MemorySegment> shards, int chunk) {
    for (int stride = 1; stride < shards.size(); stride *= 2) {
      for (int i = 0; i + stride < shards.size(); i += 2 * stride) {
        MemorySegment from = part(shards.get(i + stride), chunk);
        sums.add(part(shards.get(i), chunk), from);
        from.fill((byte) 0);
      }
    }
    return sums.sumOfSquares(part(shards.getFirst(), chunk));
  }

  /** Updates the weights from a summed gradient and sets it to 0. */
  void update(AdamWKernel.Step step, MemorySegment gradient) {
    pool.forEach(
        squares.length,
        chunk -> {
          MemorySegment part = part(gradient, chunk);
          adamW.apply(
              step,
              part(weights, chunk),
              part,
              part(mean.memory(), chunk),
              part(square.memory(), chunk));
          part.fill((byte) 0);
        });
  }

  private static MemorySegment part(MemorySegment block, int chunk) {
    long from = chunk * CHUNK_BYTES;
    return block.asSlice(from, Math.min(CHUNK_BYTES, block.byteSize() - from));
  }

  @Override
  public void close() {
    mean.close();
    square.close();
  }
}
