package io.habitus.explain.sae;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Selections against sorting everything. */
class TopSelectorTest {
  /** Positive values by index, the k largest; equal ones by index. */
  private static TreeMap<Integer, Float> expected(float[] values, int k) {
    TreeMap<Integer, Float> top = new TreeMap<>();
    IntStream.range(0, values.length)
        .filter(i -> values[i] > 0)
        .boxed()
        .sorted(Comparator.<Integer>comparingDouble(i -> -values[i]).thenComparing(i -> i))
        .limit(k)
        .forEach(i -> top.put(i, values[i]));
    return top;
  }

  private static float[] row(SplittableRandom random, int count, int distinct) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (random.nextInt(distinct) - distinct / 2) / 8f;
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 32, 100})
  void rowByRowAndWithTies(int k) {
    SplittableRandom random = new SplittableRandom(k);
    TopSelector selector = new TopSelector(k);
    for (int trial = 0; trial < 200; trial++) {
      float[] values = row(random, 1 + random.nextInt(700), trial % 3 == 0 ? 9 : 100_000);
      if (trial % 17 == 0) {
        Arrays.fill(values, -1); // the next row's guess must not be this one's
      }
      int count = selector.select(values, 0, values.length);
      TreeMap<Integer, Float> found = new TreeMap<>();
      for (int n = 0; n < count; n++) {
        found.put(selector.index(n), selector.value(n));
        assertThat(n == 0 || selector.index(n - 1) < selector.index(n)).isTrue();
      }
      assertThat(found).isEqualTo(expected(values, k));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 16})
  void ofManyRowsTogether(int k) {
    SplittableRandom random = new SplittableRandom(k);
    int rows = 37;
    int columns = 53;
    float[] values = row(random, rows * columns, k == 3 ? 9 : 100_000);
    BatchSelector selector = new BatchSelector(k * rows, rows, columns);
    for (int row = 0; row < rows; row++) {
      selector.add(row, values, row * columns);
    }
    SparseCodes codes = selector.codes(rows);
    TreeMap<Integer, Float> found = new TreeMap<>();
    for (int row = 0; row < rows; row++) {
      for (int at = codes.offsets()[row]; at < codes.offsets()[row + 1]; at++) {
        found.put(row * columns + codes.features()[at], codes.values()[at]);
      }
    }
    assertThat(found).isEqualTo(expected(values, k * rows));
  }
}
