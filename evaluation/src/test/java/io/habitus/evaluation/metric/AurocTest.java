package io.habitus.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AurocTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 17, 100, 1023, 1024, 1025, 3000})
  void equalsThePairsCountedOneByOne(int n) {
    for (long seed = 1; seed <= 20; seed++) {
      var random = new SplittableRandom(seed);
      int distinct = random.nextInt(1, 2 * n + 1);
      float[] scores = new float[n];
      boolean[] positives = new boolean[n];
      byte[] weights = new byte[n];
      for (int i = 0; i < n; i++) {
        scores[i] = (random.nextInt(distinct) - distinct / 2) / 7f;
        positives[i] = random.nextInt(4) == 0;
        weights[i] = (byte) random.nextInt(4);
      }
      byte[] once = new byte[n];
      Arrays.fill(once, (byte) 1);
      double expected = pairs(scores, positives, once);
      assertThat(Auroc.of(scores, positives))
          .as("seed %d", seed)
          .isCloseTo(Double.isNaN(expected) ? 0 : expected, within(1e-12));
      Ranking ranking = Ranking.of(scores);
      boolean[] arranged = ranking.arrange(positives);
      assertSame(ranking.auroc(arranged, once), expected, seed);
      assertSame(ranking.auroc(arranged, weights), pairs(scores, positives, weights), seed);
    }
  }

  private static void assertSame(double found, double expected, long seed) {
    if (Double.isNaN(expected)) {
      assertThat(found).as("seed %d", seed).isNaN();
    } else {
      assertThat(found).as("seed %d", seed).isCloseTo(expected, within(1e-12));
    }
  }

  private static double pairs(float[] scores, boolean[] positives, byte[] weights) {
    double right = 0;
    double all = 0;
    for (int p = 0; p < scores.length; p++) {
      for (int n = 0; n < scores.length; n++) {
        if (positives[p] && !positives[n]) {
          double weight = (double) weights[p] * weights[n];
          all += weight;
          right += weight * (scores[p] > scores[n] ? 1 : scores[p] == scores[n] ? 0.5 : 0);
        }
      }
    }
    return right / all;
  }

  @Test
  void negativeNumbersZerosAndInfinitiesAreInOrder() {
    float[] ascending = {
      Float.NEGATIVE_INFINITY, -3e38f, -1, -1e-40f, 0, 1e-40f, 1, 3e38f, Float.POSITIVE_INFINITY
    };
    for (int i = 1; i < ascending.length; i++) {
      assertThat(FloatOrder.key(ascending[i])).isGreaterThan(FloatOrder.key(ascending[i - 1]));
    }
    assertThat(FloatOrder.key(-0f)).isEqualTo(FloatOrder.key(0f));
  }

  @Test
  void oneClassCountsAsZero() {
    assertThat(Auroc.of(new float[] {1, 2}, new boolean[] {true, true})).isZero();
    assertThat(Auroc.of(new float[] {1, 2}, new boolean[] {false, false})).isZero();
    assertThat(Auroc.of(new float[0], new boolean[0])).isZero();
  }
}
