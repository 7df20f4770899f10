package io.habitus.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TopLabelsTest {

  @Test
  void theHighestAreTaken() {
    for (long seed = 1; seed <= 500; seed++) {
      var random = new SplittableRandom(seed);
      int size = random.nextInt(1, 120);
      int k = random.nextInt(1, size + 1);
      int distinct = random.nextInt(1, 50);
      float[] logits = new float[size + 3];
      for (int i = 0; i < logits.length; i++) {
        logits[i] = random.nextInt(distinct) - 10;
      }
      TopLabels labels = new TopLabels(size);
      labels.select(logits, 3, k);
      float[] taken = new float[k];
      for (int i = 0; i < k; i++) {
        taken[i] = logits[3 + labels.label(i)];
      }
      Arrays.sort(taken);
      float[] sorted = Arrays.copyOfRange(logits, 3, logits.length);
      Arrays.sort(sorted);
      assertThat(taken)
          .as("seed %d", seed)
          .containsExactly(Arrays.copyOfRange(sorted, size - k, size));
    }
  }
}
