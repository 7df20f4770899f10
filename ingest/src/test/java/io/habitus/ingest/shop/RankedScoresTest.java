package io.habitus.ingest.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RankedScoresTest {
  @Test
  void aurocIsTheShareOfPairsInOrderWithHalfForTies() {
    SplittableRandom random = new SplittableRandom(4);
    for (int n = 2; n < 60; n++) {
      float[] scores = new float[n];
      boolean[] positive = new boolean[n];
      RankedScores ranked = new RankedScores(n);
      for (int i = 0; i < n; i++) {
        scores[i] = random.nextInt(5) / 5f;
        positive[i] = i == 0 || i != 1 && random.nextBoolean();
        ranked.add(scores[i], positive[i]);
      }
      assertThat(ranked.auroc()).isCloseTo(byPairs(scores, positive), within(1e-12));
    }
  }

  private static double byPairs(float[] scores, boolean[] positive) {
    double wins = 0;
    int pairs = 0;
    for (int i = 0; i < scores.length; i++) {
      for (int j = 0; j < scores.length; j++) {
        if (positive[i] && !positive[j]) {
          pairs++;
          wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
      }
    }
    return wins / pairs;
  }

  @Test
  void oneClassCountsAsZeroAsInTheProtocol() {
    RankedScores ranked = new RankedScores(2);
    ranked.add(0.1f, false);
    ranked.add(0.9f, false);

    assertThat(ranked.hasBothClasses()).isFalse();
    assertThat(ranked.auroc()).isZero();
  }
}
