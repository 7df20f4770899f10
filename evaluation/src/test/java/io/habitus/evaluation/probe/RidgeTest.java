package io.habitus.evaluation.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.profile.Profiles;
import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.Labels;
import io.habitus.evaluation.TestLabels;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RidgeTest {
  private static final Labels LABELS =
      TestLabels.of(3, (id, label) -> label == 0 ? id % 3 : (id >> label) & 1);

  static RunContext threads(int threads) {
    return new RunContext(new Resources(threads, 1L << 30, Path.of("/tmp")), Progress.SILENT);
  }

  private static Design random(long seed, int clients, int width) {
    var random = new SplittableRandom(seed);
    float[] vectors = new float[clients * width];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (float) random.nextGaussian(i % width, 1 + i % 3);
    }
    long[] ids = LongStream.range(0, clients).map(i -> i * 7919 + seed).toArray();
    return Design.of(Profiles.ofFloats(ids, width, vectors), Optional.empty(), threads(2));
  }

  /** (width), of one label. */
  static double[] weights(Ridge ridge, int label) {
    double[] weights = new double[ridge.width()];
    for (int c = 0; c < weights.length; c++) {
      weights[c] = ridge.weights()[c * ridge.labels() + label];
    }
    return weights;
  }

  private static Ridge fit(
      Spectrum spectrum, Moments moments, double strength, RunContext context) {
    try (RidgePath path = new RidgePath(spectrum, moments, context)) {
      return path.at(strength);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "2,1", "7,3", "9,8", "40,17", "300,33", "1500,65", "2100,130", "70,530"})
  void gramSpectrumAndSolutionEqualTheDefinition(int clients, int width) {
    Design design = random(clients, clients, width);
    RunContext context = threads(3);
    Folds folds = Folds.of(design);
    Gram gram = Gram.sum(folds.parts().stream().map(p -> Gram.of(design, p, context)).toList());
    assertThat(gram.clients()).isEqualTo(clients);
    double[][] x = rows(design);
    for (int i = 0; i < width; i += 1 + width / 20) {
      for (int j = 0; j < width; j += 1 + width / 20) {
        double product = 0;
        for (double[] row : x) {
          product += row[i] * row[j];
        }
        assertThat(gram.matrix()[i * width + j]).isCloseTo(product, within(1e-5 * clients + 1e-9));
      }
    }
    double strength = 0.1 * clients;
    Moments moments = Moments.sum(Moments.of(design, folds, LABELS, context));
    Ridge ridge = fit(Spectrum.of(gram), moments, strength, context);
    assertGradientIsZero(design, x, ridge, strength);
  }

  @ParameterizedTest
  @CsvSource({"600, 40", "600, 700", "60, 700"})
  void whatIsLeftOutIsFittedOnTheOthersAlone(int clients, int width) {
    Design design = random(4, clients, width);
    RunContext context = threads(2);
    Decomposed decomposed = Decomposed.of(design, context);
    Folds folds = decomposed.folds();
    assertThat(folds.leftOut()).isEqualTo(width > 512 ? 1 : 5);
    List<Moments> moments = Moments.of(design, folds, LABELS, context);
    for (int left = 0; left < folds.leftOut(); left++) {
      int part = left;
      Gram others =
          Gram.sum(
              folds.parts().stream()
                  .filter(p -> p != folds.parts().get(part))
                  .map(p -> Gram.of(design, p, context))
                  .toList());
      Moments rest = Moments.without(moments, part);
      double strength = 0.01 * clients;
      double[] direct = weights(fit(Spectrum.of(others), rest, strength, context), 0);
      double[] subtracted =
          weights(fit(decomposed.without().get(part), rest, strength, context), 0);
      assertThat(decomposed.without().get(part).clients()).isEqualTo(others.clients());
      assertThat(subtracted).containsExactly(direct, within(1e-6));
    }
  }

  /** Xᵀ(Xw + b − y) + strength · w = 0, and the residuals sum to 0. */
  private static void assertGradientIsZero(
      Design design, double[][] x, Ridge ridge, double strength) {
    float[] y = new float[3];
    for (int label = 0; label < 3; label++) {
      double[] gradient = new double[design.width()];
      double sum = 0;
      for (int place = 0; place < x.length; place++) {
        LABELS.fill(design.clientId(place), y, 0);
        double residual = ridge.intercepts()[label] - y[label];
        for (int j = 0; j < gradient.length; j++) {
          residual += x[place][j] * ridge.weights()[j * 3 + label];
        }
        sum += residual;
        for (int j = 0; j < gradient.length; j++) {
          gradient[j] += residual * x[place][j];
        }
      }
      assertThat(sum).isCloseTo(0, within(1e-4 * x.length));
      for (int j = 0; j < gradient.length; j++) {
        assertThat(gradient[j] + strength * ridge.weights()[j * 3 + label])
            .isCloseTo(0, within(1e-4 * x.length));
      }
    }
  }

  private static double[][] rows(Design design) {
    double[][] rows = new double[design.clients()][design.width()];
    Design.Reader reader = design.new Reader();
    for (int place = 0; place < rows.length; place++) {
      float[] x = reader.read(place);
      for (int j = 0; j < x.length; j++) {
        rows[place][j] = x[j];
      }
    }
    return rows;
  }

  @Test
  void theErrorAboutClientsLeftOutIsThatOfTheirPredictions() {
    Design design = random(5, 400, 12);
    RunContext context = threads(1);
    Decomposed decomposed = Decomposed.of(design, context);
    List<Moments> moments = Moments.of(design, decomposed.folds(), LABELS, context);
    assertThat(decomposed.folds().leftOut()).isEqualTo(5);
    Ridge ridge;
    try (RidgeSearch search = new RidgeSearch(decomposed, moments, context)) {
      ridge = search.without(2, 0.3);
    }
    float[] predictions = new float[400 * 3];
    RidgePredictions.write(
        design, ridge, design.foldStart(2), design.foldStart(3), predictions, context);
    double[] errors = new double[3];
    float[] y = new float[3];
    for (int place = design.foldStart(2); place < design.foldStart(3); place++) {
      LABELS.fill(design.clientId(place), y, 0);
      for (int label = 0; label < 3; label++) {
        double error = predictions[place * 3 + label] - y[label];
        errors[label] += error * error / decomposed.left().get(2).clients();
      }
    }
    double[] variances = {0.5, 2, 0};
    try (LeftOutError left = new LeftOutError(decomposed.left().get(2), moments.get(2))) {
      assertThat(left.share(ridge, variances, context))
          .isCloseTo((errors[0] / 0.5 + errors[1] / 2) / 2, within(1e-4));
    }
  }

  @Test
  void noiseIsRegularisedAwayAndSignalIsNot() {
    Design design = random(9, 300, 40);
    RunContext context = threads(2);
    Decomposed decomposed = Decomposed.of(design, context);
    Labels noise = TestLabels.of(1, (id, l) -> new SplittableRandom(id).nextGaussian());
    RidgeSearch.Choice ofNoise = choose(decomposed, noise, context);
    assertThat(ofNoise.share()).isGreaterThanOrEqualTo(1);
    assertThat(ofNoise.error()).isCloseTo(1, within(0.05));
    double[][] x = rows(design);
    Map<Long, Double> values = new HashMap<>();
    for (int place = 0; place < x.length; place++) {
      values.put(design.clientId(place), 3 * x[place][0] - x[place][5] + x[place][39]);
    }
    Labels signal = TestLabels.of(1, (id, l) -> values.get(id));
    RidgeSearch.Choice ofSignal = choose(decomposed, signal, context);
    assertThat(ofSignal.share()).isLessThan(1e-3);
    assertThat(ofSignal.error()).isLessThan(1e-3);
  }

  private static RidgeSearch.Choice choose(
      Decomposed decomposed, Labels labels, RunContext context) {
    List<Moments> moments = Moments.of(decomposed.design(), decomposed.folds(), labels, context);
    try (RidgeSearch search = new RidgeSearch(decomposed, moments, context)) {
      return search.choose();
    }
  }

  @Test
  void constantAndRepeatedColumnsAreSafe() {
    int clients = 200;
    float[] vectors = new float[clients * 4];
    var random = new SplittableRandom(3);
    for (int i = 0; i < clients; i++) {
      vectors[i * 4] = (float) random.nextGaussian();
      vectors[i * 4 + 1] = 1000; // constant
      vectors[i * 4 + 2] = vectors[i * 4]; // repeated
      vectors[i * 4 + 3] = -2 * vectors[i * 4]; // and once more
    }
    long[] ids = LongStream.range(0, clients).toArray();
    RunContext context = threads(2);
    Design design = Design.of(Profiles.ofFloats(ids, 4, vectors), Optional.empty(), context);
    Decomposed decomposed = Decomposed.of(design, context);
    Labels labels = TestLabels.of(1, (id, l) -> vectors[(int) id * 4]);
    Moments moments = Moments.sum(Moments.of(design, decomposed.folds(), labels, context));
    double[] w = weights(fit(decomposed.all(), moments, 1e-4 * clients, context), 0);
    assertThat(w[1]).isCloseTo(0, within(1e-9)); // and its column is zeros
    assertThat(w[2]).isCloseTo(w[0], within(1e-3));
    assertThat(w[3]).isCloseTo(-w[0], within(1e-3));
    assertThat(w[0] + w[2] - w[3]).isCloseTo(1, within(0.1));
  }
}
