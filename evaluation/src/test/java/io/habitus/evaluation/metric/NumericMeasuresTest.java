package io.habitus.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Against SciPy's spearmanr and scikit-learn's r2_score and mean_squared_error. */
class NumericMeasuresTest {
  private static final float[] PREDICTED = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8};
  private static final float[] TRUTH = {2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5};

  @Test
  void equalsSciPy() {
    TaskScore.Numeric score = NumericMeasures.of(PREDICTED, TRUTH);
    assertThat(score.spearman()).isCloseTo(0.1415796863640157, within(1e-12));
    assertThat(score.r2()).isCloseTo(-0.5608106851577759, within(1e-6));
    assertThat(score.rmse()).isCloseTo(3.582364165665168, within(1e-6));
    assertThat(score.gini()).isCloseTo(0.06578947368421052, within(1e-12));
    // The highest 1.2 of 12: the client predicted 9 (8) and a fifth of the one predicted 8 (5).
    assertThat(score.topDecileLift()).isCloseTo((8 + 0.2 * 5) / 1.2 / (56 / 12.0), within(1e-6));
    assertThat(score.score()).isEqualTo(score.spearman());
  }

  @Test
  void weightsRepeatClients() {
    byte[] weights = {0, 1, 2, 3, 1, 0, 2, 1, 1, 4, 0, 1};
    assertThat(NumericMeasures.spearman(Ranking.of(PREDICTED), Ranking.of(TRUTH), weights))
        .isCloseTo(-0.27179363837781306, within(1e-12));
  }

  @Test
  void perfectAndConstantPredictions() {
    TaskScore.Numeric perfect = NumericMeasures.of(TRUTH, TRUTH);
    assertThat(perfect.spearman()).isCloseTo(1, within(1e-12));
    assertThat(perfect.r2()).isEqualTo(1);
    assertThat(perfect.gini()).isCloseTo(1, within(1e-12));
    TaskScore.Numeric constant = NumericMeasures.of(new float[TRUTH.length], TRUTH);
    assertThat(constant.spearman()).isZero();
    assertThat(constant.gini()).isZero();
    assertThat(constant.topDecileLift()).isCloseTo(1, within(1e-6));
    assertThat(NumericMeasures.of(TRUTH, new float[TRUTH.length]).topDecileLift()).isNaN();
  }
}
