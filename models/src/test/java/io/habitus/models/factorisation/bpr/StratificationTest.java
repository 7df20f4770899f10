package io.habitus.models.factorisation.bpr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.hash.SplitMix64;
import io.habitus.core.run.WorkerPool;
import io.habitus.models.factorisation.Planted;
import io.habitus.models.factorisation.matrix.ClientItems;
import io.habitus.models.factorisation.matrix.Mixing;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StratificationTest {
  private final ClientItems matrix = Planted.draw(400, 90, 20, 3).train();

  @Test
  void clientBlocksHoldEveryClientOnceAndDealsDiffer() {
    Stratification strata = new Stratification(matrix);
    assertThat(strata.blocks()).isEqualTo(2);
    assertThat(strata.firstRow(0)).isZero();
    assertThat(strata.firstRow(1)).isBetween(1, matrix.clientCount() - 1);
    assertThat(strata.firstRow(2)).isEqualTo(matrix.clientCount());
    try (WorkerPool pool = new WorkerPool(2)) {
      strata.deal(1, pool);
      int[] first = IntStream.range(0, matrix.itemCount()).map(strata::blockOf).toArray();
      strata.deal(2, pool);
      int[] second = IntStream.range(0, matrix.itemCount()).map(strata::blockOf).toArray();
      assertThat(first).contains(0, 1).containsOnly(0, 1).isNotEqualTo(second);
    }
  }

  /** Over many rounds a pair is drawn in proportion to the product of the frequencies. */
  @Test
  void pairsAreAsLikelyAsIndependentDraws() {
    Stratification strata = new Stratification(matrix);
    int[] frequency = matrix.cellsByItem();
    int items = matrix.itemCount();
    double[][] pairs = new double[items][items];
    int passes = 500;
    try (WorkerPool pool = new WorkerPool(1)) {
      for (int round = 0; round < passes * strata.rounds(); round++) {
        strata.deal(Mixing.seed(9, round), pool);
        for (int block = 0; block < 2; block++) {
          count(strata, block, Mixing.seed(round, block), pairs);
        }
      }
    }
    for (int i = 0; i < items; i++) {
      for (int j = 0; j < items; j++) {
        double expected = (double) frequency[i] * frequency[j] / matrix.cells();
        if (i != j && expected > 1) {
          assertThat(pairs[i][j] / passes / expected).isCloseTo(1, within(0.12));
        }
      }
    }
  }

  private void count(Stratification strata, int block, long seed, double[][] pairs) {
    long state = seed;
    int until = matrix.starts()[strata.firstRow(block + 1)];
    for (int cell = matrix.starts()[strata.firstRow(block)]; cell < until; cell++) {
      int item = matrix.items()[cell];
      if (strata.blockOf(item) == block) {
        state = Mixing.next(state);
        int other = strata.sampler(block).draw(SplitMix64.mix(state));
        pairs[item][other] += strata.draws(block);
      }
    }
  }

  @Test
  void drawsAreInProportionToFrequency() {
    int[] frequency = {5, 0, 1, 14, 20};
    FrequencySampler sampler = new FrequencySampler(new int[] {0, 1, 2, 3, 4}, frequency);
    double[] drawn = new double[5];
    long state = 1;
    for (int i = 0; i < 400_000; i++) {
      state = Mixing.next(state);
      drawn[sampler.draw(SplitMix64.mix(state))]++;
    }
    for (int item = 0; item < 5; item++) {
      assertThat(drawn[item] / 400_000).isCloseTo(frequency[item] / 40.0, within(0.004));
    }
  }
}
