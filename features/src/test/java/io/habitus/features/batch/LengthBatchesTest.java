package io.habitus.features.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LengthBatchesTest {
  private final int[] lengths =
      IntStream.generate(new Random(5)::nextInt).limit(1003).map(i -> 1 + (i >>> 26)).toArray();

  private List<int[]> batches(long seed) {
    return new LengthBatches(10, 1.2)
        .of(lengths.length, i -> lengths[i], new SplittableRandom(seed));
  }

  @Test
  void everyMemberComesOnceLongestFirstBesideSimilarOnes() {
    List<Integer> seen = new ArrayList<>();
    long padded = 0;
    for (int[] batch : batches(1)) {
      padded += (long) batch.length * lengths[batch[0]];
      for (int i = 0; i < batch.length; i++) {
        seen.add(batch[i]);
        assertThat(i == 0 || lengths[batch[i]] <= lengths[batch[i - 1]]).isTrue();
      }
    }
    assertThat(seen).hasSize(lengths.length).doesNotHaveDuplicates();
    assertThat(padded).isLessThan(Arrays.stream(lengths).sum() * 6L / 5);
  }

  @Test
  void theSeedDecidesTheOrderAndWithoutOneThereIsNone() {
    assertThat(batches(1)).usingRecursiveComparison().isEqualTo(batches(1));
    assertThat(batches(1).getFirst()).isNotEqualTo(batches(2).getFirst());
    List<int[]> plain = new LengthBatches(10, 1.2).of(lengths.length, i -> lengths[i], null);
    assertThat(lengths[plain.getFirst()[0]]).isOne();
    assertThat(lengths[plain.getLast()[0]]).isGreaterThan(44);
  }
}
