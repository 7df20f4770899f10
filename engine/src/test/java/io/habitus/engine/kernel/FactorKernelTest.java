package io.habitus.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactorKernelTest {
  private static final FactorKernel.Step STEP = FactorKernel.Step.of(0.05, 0.01);
  private static final int AT = 3;
  private final SplittableRandom random = new SplittableRandom(5);
  private final FactorKernel plain = new PlainFactors();

  private float[] row(int width) {
    float[] values = new float[width + 2 * AT];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 24, 32, 40, 64, 152, 232, 240})
  void vectorsGiveTheBitsOfPlainJava(int width) {
    FactorKernel fast = FactorKernel.get();
    float[] p = row(width);
    float[] q = row(width);
    float[] r = row(width);
    assertThat(fast.dot(width, p, AT, q, AT)).isEqualTo(plain.dot(width, p, AT, q, AT));
    float[][] twins = {p.clone(), q.clone(), r.clone()};
    float size = plain.pairStep(width, twins[0], AT, twins[1], AT, twins[2], AT, 0.3f, 2, STEP);
    assertThat(fast.pairStep(width, p, AT, q, AT, r, AT, 0.3f, 2, STEP)).isEqualTo(size);
    assertThat(new float[][] {p, q, r}).isDeepEqualTo(twins);
    size = plain.clientStep(width, twins[0], AT, q, AT, r, AT, -0.3f, 1, STEP);
    assertThat(fast.clientStep(width, p, AT, q, AT, r, AT, -0.3f, 1, STEP)).isEqualTo(size);
    assertThat(p).isEqualTo(twins[0]);
    plain.addProjection(width, 0.5f, -2, q, AT, r, AT, twins[0], AT);
    fast.addProjection(width, 0.5f, -2, q, AT, r, AT, p, AT);
    assertThat(p).isEqualTo(twins[0]);
    float[] squares = row(width);
    for (int i = 0; i < squares.length; i++) {
      squares[i] = 1 + squares[i] * squares[i];
    }
    float[] plainSquares = squares.clone();
    plain.adagrad(width, 0.05f, -3, q, AT, twins[0], AT, plainSquares, AT);
    fast.adagrad(width, 0.05f, -3, q, AT, p, AT, squares, AT);
    assertThat(p).isEqualTo(twins[0]);
    assertThat(squares).isEqualTo(plainSquares);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 24, 64, 72, 88, 152})
  void rowsAreAddedOneAfterTheOther(int width) {
    int stride = width + 5;
    float[] rows = row(20 * stride);
    float[] factors = row(12);
    int[] places = {3, 0, 19, 7, 7, 1, 12, 18, 4, 4, 2, 9};
    float[] start = row(width);
    for (FactorKernel kernel : new FactorKernel[] {plain, FactorKernel.get()}) {
      float[] into = start.clone();
      kernel.addRows(width, 2, 11, factors, places, rows, stride, into, AT);
      for (int i = 0; i < into.length; i++) {
        float expected = start[i];
        if (i >= AT && i < AT + width) {
          for (int n = 2; n < 11; n++) {
            expected = Math.fma(factors[n], rows[places[n] * stride + i - AT], expected);
          }
        }
        assertThat(into[i]).as("%s, element %d", kernel, i).isEqualTo(expected);
      }
    }
  }

  @Test
  void aProductIsTheSum() {
    float[] a = row(232);
    float[] b = row(232);
    double sum = 0;
    for (int i = 0; i < 232; i++) {
      sum += (double) a[AT + i] * b[AT + i];
    }
    assertThat((double) plain.dot(232, a, AT, b, AT)).isCloseTo(sum, within(1e-4));
  }

  /** −w·ln σ(x) + λ/2·(|p|² + |q|² + |r|²). */
  private static double loss(float[] p, float[] q, float[] r, double bias, double weight) {
    double x = bias;
    double squares = 0;
    for (int i = 0; i < 16; i++) {
      x += (double) p[AT + i] * (q[AT + i] - r[AT + i]);
      squares += p[AT + i] * p[AT + i] + q[AT + i] * q[AT + i] + r[AT + i] * r[AT + i];
    }
    return weight * Math.log1p(Math.exp(-x)) + 0.01 / 2 * squares;
  }

  @Test
  void aStepGoesAgainstTheGradient() {
    float[][] rows = {row(16), row(16), row(16)};
    float[][] moved = {rows[0].clone(), rows[1].clone(), rows[2].clone()};
    plain.pairStep(16, moved[0], AT, moved[1], AT, moved[2], AT, 0.4f, 1.5f, STEP);
    for (int row = 0; row < 3; row++) {
      for (int i = AT; i < AT + 16; i++) {
        float kept = rows[row][i];
        rows[row][i] = kept + 0.01f;
        double above = loss(rows[0], rows[1], rows[2], 0.4, 1.5);
        rows[row][i] = kept - 0.01f;
        double below = loss(rows[0], rows[1], rows[2], 0.4, 1.5);
        rows[row][i] = kept;
        double gradient = (above - below) / ((kept + 0.01f) - (double) (kept - 0.01f));
        assertThat((double) moved[row][i]).isCloseTo(kept - 0.05 * gradient, within(1e-5));
      }
    }
  }

  @Test
  void adagradStepsByTheRootOfTheSquares() {
    float[] into = row(8);
    float[] gradient = row(8);
    float[] squares = new float[8];
    Arrays.fill(squares, 4);
    float[] before = into.clone();
    plain.adagrad(8, 0.1f, 2, gradient, AT, into, AT, squares, 0);
    for (int i = 0; i < 8; i++) {
      double g = 2.0 * gradient[AT + i];
      assertThat((double) into[AT + i]).isCloseTo(before[AT + i] - 0.1 * g / 2, within(1e-6));
      assertThat((double) squares[i]).isCloseTo(4 + g * g, within(1e-5));
    }
  }

  @Test
  void aClientStepIsThePairStepOfTheClient() {
    float[] p = row(32);
    float[] alone = p.clone();
    float[] q = row(32);
    float[] r = row(32);
    plain.clientStep(32, alone, AT, q, AT, r, AT, 0, 1, STEP);
    plain.pairStep(32, p, AT, q, AT, r, AT, 0, 1, STEP);
    assertThat(alone).isEqualTo(p);
  }
}
