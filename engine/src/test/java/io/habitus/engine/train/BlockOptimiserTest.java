package io.habitus.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.run.WorkerPool;
import io.habitus.engine.NativeBlock;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockOptimiserTest {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

  private final List<NativeBlock> blocks = new ArrayList<>();

  @AfterEach
  void free() {
    blocks.forEach(NativeBlock::close);
  }

  private MemorySegment random(int size, long seed) {
    NativeBlock block = new NativeBlock(size * 4L);
    blocks.add(block);
    Random random = new Random(seed);
    for (int i = 0; i < size; i++) {
      block.memory().setAtIndex(FLOAT, i, (float) random.nextGaussian());
    }
    return block.memory();
  }

  /** One element, less than a chunk, a chunk, three and a bit; an odd number of shards too. */
  @ParameterizedTest
  @CsvSource({"16, 1, 1", "1600, 4, 2", "16384, 3, 2", "50000, 5, 1", "50000, 5, 4"})
  void shardsAreSummedPairByPair(int size, int shards, int threads) {
    List<MemorySegment> gradients = new ArrayList<>();
    List<float[]> values = new ArrayList<>();
    for (int shard = 0; shard < shards; shard++) {
      gradients.add(random(size, shard));
      values.add(gradients.getLast().toArray(FLOAT));
    }
    double norm;
    try (WorkerPool pool = new WorkerPool(threads);
        BlockOptimiser optimiser = new BlockOptimiser(random(size, 9), pool)) {
      norm = optimiser.reduce(gradients);
    }
    double squares = 0;
    for (int i = 0; i < size; i++) {
      float sum = pairwise(values, i, 0, Integer.highestOneBit(2 * shards - 1));
      assertThat(gradients.getFirst().getAtIndex(FLOAT, i)).isEqualTo(sum);
      squares += (double) sum * sum;
    }
    assertThat(norm).isCloseTo(Math.sqrt(squares), within(1e-9 * norm));
    for (MemorySegment rest : gradients.subList(1, shards)) {
      assertThat(rest.toArray(FLOAT)).containsOnly(0);
    }
  }

  /** The halves of a power of two, each summed likewise; what is beyond the end is left out. */
  private static float pairwise(List<float[]> values, int element, int from, int count) {
    if (count == 1) {
      return values.get(from)[element];
    }
    float left = pairwise(values, element, from, count / 2);
    int middle = from + count / 2;
    return middle < values.size() ? left + pairwise(values, element, middle, count / 2) : left;
  }
}
