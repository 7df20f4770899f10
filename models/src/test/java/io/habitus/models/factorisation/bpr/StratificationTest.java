package io.habitus.models.factorisation.bpr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.run.WorkerPool;
import io.habitus.models.factorisation.Planted;
import io.habitus.models.factorisation.matrix.ClientItems;
import io.habitus.models.factorisation.matrix.Mixing;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StratificationTest {
  private final ClientItems matrix = Planted.draw(400, 90, 20, 3).train();

  @Test
  void everyCellIsInOneBucketAndBucketsOfARoundShareNothing() {
    Stratification strata = new Stratification(matrix);
    assertThat(strata.blocks()).isEqualTo(2);
    try (WorkerPool pool = new WorkerPool(2)) {
      strata.deal(1, pool);
    }
    assertThat(Arrays.stream(strata.order()).sorted().distinct().count()).isEqualTo(matrix.cells());
    int[] blockOfItem = new int[matrix.itemCount()];
    Arrays.fill(blockOfItem, -1);
    for (int a = 0; a < 2; a++) {
      for (int b = 0; b < 2; b++) {
        for (int place = strata.from(a, b); place < strata.until(a, b); place++) {
          int cell = strata.order()[place];
          int item = matrix.items()[cell];
          assertThat(blockOfItem[item]).isIn(-1, b);
          blockOfItem[item] = b;
          assertThat(cell).isGreaterThanOrEqualTo(matrix.starts()[strata.firstRow(a)]);
        }
      }
    }
  }

  /** Over many passes a pair is drawn in proportion to the product of the frequencies. */
  @Test
  void pairsAreAsLikelyAsIndependentDraws() {
    Stratification strata = new Stratification(matrix);
    int[] frequency = matrix.cellsByItem();
    int items = matrix.itemCount();
    double[][] pairs = new double[items][items];
    int passes = 4_000;
    try (WorkerPool pool = new WorkerPool(1)) {
      for (int pass = 0; pass < passes; pass++) {
        strata.deal(Mixing.seed(9, pass), pool);
        for (int a = 0; a < 2; a++) {
          for (int b = 0; b < 2; b++) {
            count(strata, a, b, Mixing.seed(pass, 2L * a + b), pairs);
          }
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

  private void count(Stratification strata, int a, int b, long seed, double[][] pairs) {
    long state = seed;
    for (int place = strata.from(a, b); place < strata.until(a, b); place++) {
      int item = matrix.items()[strata.order()[place]];
      state = Mixing.next(state);
      int other = strata.sampler(b).draw(Mixing.mix(state));
      pairs[item][other] += strata.draws(b);
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
      drawn[sampler.draw(Mixing.mix(state))]++;
    }
    for (int item = 0; item < 5; item++) {
      assertThat(drawn[item] / 400_000).isCloseTo(frequency[item] / 40.0, within(0.004));
    }
  }
}
