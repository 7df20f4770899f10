package io.habitus.evaluation.interval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HolmTest {

  /** R: p.adjust(c(.01, .04, .03, .005, .5), "holm"). */
  @Test
  void equalsTheDefinition() {
    assertThat(Holm.correct(new double[] {.01, .04, .03, .005, .5}))
        .containsExactly(new double[] {.04, .09, .09, .025, .5}, within(1e-12));
  }

  @Test
  void neverAboveOneNorBelowWhatWasGiven() {
    assertThat(Holm.correct(new double[] {.6, .7, .6})).containsExactly(1, 1, 1);
    assertThat(Holm.correct(new double[] {.02})).containsExactly(.02);
    assertThat(Holm.correct(new double[0])).isEmpty();
  }
}
