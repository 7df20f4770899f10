package io.habitus.features.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Constants are those of scikit-learn 1.9.1: PowerTransformer, then MinMaxScaler((-1, 1)). */
class ScalerTest {

  static Stream<Arguments> scikitLearn() {
    return Stream.of(
        arguments(
            "geometric",
            new int[] {0, 1, 2, 3, 4, 5, 7, 12, 40},
            new int[] {500, 260, 120, 61, 30, 14, 9, 4, 2},
            -0.8944973152802432,
            new double[] {
              -1.0,
              -0.041270042,
              0.298258278,
              0.474463972,
              0.583104786,
              0.657108002,
              0.751895141,
              0.865673644,
              1.0
            }),
        arguments(
            "purchases",
            new int[] {1, 2, 3, 4, 5, 8, 13, 21, 34, 55, 144, 2000},
            new int[] {1000, 400, 220, 100, 80, 40, 20, 11, 7, 3, 2, 1},
            -1.6216925633319361,
            new double[] {
              -1.0,
              -0.036235828,
              0.350110394,
              0.547442883,
              0.663289422,
              0.825555144,
              0.914806249,
              0.959080731,
              0.980742677,
              0.991028343,
              0.998103555,
              1.0
            }),
        arguments(
            "even",
            new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
            new int[] {10, 10, 10, 10, 10, 10, 10, 10, 10, 10},
            0.7219640393971558,
            new double[] {
              -1.0,
              -0.695951802,
              -0.433330487,
              -0.194446804,
              0.028207279,
              0.238727617,
              0.439665442,
              0.632748571,
              0.819217106,
              1.0
            }),
        arguments(
            "leftskew",
            new int[] {10, 9, 8, 7, 6, 1},
            new int[] {50, 20, 9, 4, 2, 1},
            6.8555870882916015,
            new double[] {1.0, 0.040532077, -0.494695015, -0.774651294, -0.909793524, -1.0}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scikitLearn")
  void yeoJohnsonEqualsScikitLearn(
      String name, int[] values, int[] counts, double lambda, double[] scaled) {
    ValueHistogram histogram = new ValueHistogram();
    for (int i = 0; i < values.length; i++) {
      histogram.add(values[i], counts[i]);
    }
    Scaler scaler = Scalers.powerScaler(histogram);
    assertThat(scaler.lambda()).isCloseTo(lambda, within(1e-6));
    for (int i = 0; i < values.length; i++) {
      assertThat(scaler.apply(values[i])).as("%d", values[i]).isCloseTo(scaled[i], within(1e-6));
    }
  }

  /** scikit-learn 1.9.1: λ and the scaled value of every tenth of 60 large counts. */
  @Test
  void largeCountsEqualScikitLearn() {
    ValueHistogram histogram = new ValueHistogram();
    for (int i = 0; i < 60; i++) {
      histogram.add(i * i * 37 + 5, 3 + i % 4);
    }
    Scaler scaler = Scalers.powerScaler(histogram);
    assertThat(scaler.lambda()).isCloseTo(0.3540010412591798, within(1e-6));
    double[] expected = {-1, -0.473627907, -0.102345054, 0.216097783, 0.504404199, 0.772183448};
    for (int i = 0; i < expected.length; i++) {
      int value = 100 * i * i * 37 + 5;
      assertThat(scaler.apply(value)).isCloseTo(expected[i], within(1e-6));
    }
  }

  @Test
  void negativeValuesAreMirrored() {
    assertThat(YeoJohnson.transform(-3, 0.5))
        .isCloseTo(-(Math.pow(4, 1.5) - 1) / 1.5, within(1e-12));
    assertThat(YeoJohnson.transform(-3, 2)).isCloseTo(-Math.log(4), within(1e-12));
    assertThat(YeoJohnson.transform(3, 0)).isCloseTo(Math.log(4), within(1e-12));
    assertThat(YeoJohnson.transform(3, 1)).isCloseTo(3, within(1e-12));
  }

  @Test
  void noOtherLambdaIsMoreLikely() {
    double[] values = {0, 1, 2, 3, 7, 9};
    long[] weights = {30, 12, 9, 4, 2, 1};
    double fitted = YeoJohnson.fit(values, weights);
    double loss = YeoJohnson.loss(values, weights, fitted);
    for (double lambda = -20; lambda <= 20; lambda += 0.01) {
      assertThat(YeoJohnson.loss(values, weights, lambda)).isGreaterThanOrEqualTo(loss - 1e-12);
    }
  }

  @Test
  void anAlmostConstantColumnSaturates() {
    ValueHistogram histogram = new ValueHistogram();
    histogram.add(0, 1_000_000);
    histogram.add(1, 3);
    histogram.add(9, 1);
    Scaler scaler = Scalers.powerScaler(histogram);
    assertThat(scaler.apply(0)).isEqualTo(-1);
    assertThat(scaler.apply(1)).isCloseTo(1, within(1e-5));
  }

  @Test
  void aConstantColumnIsMinusOne() {
    ValueHistogram histogram = new ValueHistogram();
    histogram.add(7, 10);
    assertThat(Scalers.powerScaler(histogram).apply(7)).isEqualTo(-1);
    assertThat(Scaler.minMax(3, 3).apply(3)).isEqualTo(-1);
  }

  @Test
  void minMaxAndLogMeetTheirEnds() {
    assertThat(Scaler.minMax(2, 6).apply(2)).isEqualTo(-1);
    assertThat(Scaler.minMax(2, 6).apply(5)).isCloseTo(0.5, within(1e-12));
    assertThat(Scaler.log1p(0, 3).apply(1)).isCloseTo(0, within(1e-12));
    assertThat(Scaler.log1p(0, 3).apply(3)).isCloseTo(1, within(1e-12));
    assertThat(Scaler.NONE.apply(1)).isEqualTo(1);
  }

  @Test
  void histogramsCountLikeAMap() {
    Random random = new Random(5);
    TreeMap<Integer, Long> expected = new TreeMap<>();
    ValueHistogram one = new ValueHistogram();
    ValueHistogram other = new ValueHistogram();
    for (int i = 0; i < 20_000; i++) {
      int value = (int) Math.exp(random.nextDouble() * 15);
      expected.merge(value, 2L, Long::sum);
      (random.nextBoolean() ? one : other).add(value, 2);
    }
    one.add(other);
    assertThat(one.values())
        .containsExactly(expected.keySet().stream().mapToInt(Integer::intValue).toArray());
    expected.forEach((value, count) -> assertThat(one.count(value)).isEqualTo(count));
  }
}
