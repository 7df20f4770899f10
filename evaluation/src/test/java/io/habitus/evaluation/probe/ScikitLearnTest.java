package io.habitus.evaluation.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.Labels;
import io.habitus.evaluation.TestLabels;
import java.util.Optional;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Against scikit-learn's Ridge and LogisticRegression on standardised columns. */
class ScikitLearnTest {
  private static final int CLIENTS = 60;
  private static final double STRENGTH = 6;
  private static final Offset<Double> CLOSE = within(1e-5);

  private static double x(long i, int j) {
    return (i * 7 + j * 13 + i * i * (j + 1) * 5) % 11 - 5;
  }

  private static final Labels LABELS =
      TestLabels.of(
          2,
          (i, label) ->
              label == 0
                  ? ((i * 3) % 7 + x(i, 0) - x(i, 2) > 3 ? 1 : 0)
                  : x(i, 1) * 2 + (i * 5) % 9);

  private final RunContext context = RunContext.silent();
  private final Design design = design();
  private final Decomposed decomposed = Decomposed.of(design, context);

  private Design design() {
    float[] vectors = new float[CLIENTS * 4];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (float) x(i / 4, i % 4);
    }
    long[] ids = LongStream.range(0, CLIENTS).toArray();
    return Design.of(Profiles.ofFloats(ids, 4, vectors), Optional.empty(), context);
  }

  @Test
  void ridge() {
    Moments moments = Moments.sum(Moments.of(design, Folds.of(design), LABELS, context));
    Ridge ridge;
    try (RidgePath path = new RidgePath(decomposed.all(), moments, context)) {
      ridge = path.at(STRENGTH);
    }
    assertThat(RidgeTest.weights(ridge, 0))
        .containsExactly(
            new double[] {
              0.2783809713273349, -0.03011157427177951, -0.1341484620989825, 0.009846359442923362
            },
            CLOSE);
    assertThat(RidgeTest.weights(ridge, 1))
        .containsExactly(
            new double[] {
              0.014563610191996654, 4.899938424819251, -0.04546668698711261, -0.0807749133836358
            },
            CLOSE);
    assertThat(ridge.intercepts()).containsExactly(new double[] {1 / 3.0, 1.85}, CLOSE);
  }

  @Test
  void logistic() {
    float[] row = new float[2];
    float[] targets = new float[CLIENTS];
    for (int place = 0; place < CLIENTS; place++) {
      LABELS.fill(design.clientId(place), row, 0);
      targets[place] = row[0];
    }
    Logistic.Fit fit = new Logistic(design, targets, decomposed.all(), STRENGTH, context).fit();
    assertThat(fit.weights())
        .containsExactly(
            new double[] {
              1.6406188978434817,
              -0.14872830779893062,
              -0.9312428796735008,
              0.06650329347580528,
              -0.9210863988463939
            },
            within(2e-3)); // stopped at 1e-8 nats per client
    assertThat(fit.steps()).isBetween(2, 20);
  }
}
