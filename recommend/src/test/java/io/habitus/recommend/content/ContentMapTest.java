package io.habitus.recommend.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.array.ElementType;
import io.habitus.core.array.Npy;
import io.habitus.core.run.RunContext;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentMapTest {
  @TempDir Path folder;

  private static List<float[]> rows(int count, int width) {
    SplittableRandom random = new SplittableRandom(3);
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] row = new float[width];
      for (int j = 0; j < width; j++) {
        row[j] = (float) ((j + 1) * random.nextGaussian() + j);
      }
      row[1] = row[0] + 0.1f * row[1]; // two columns that vary together
      row[width - 1] = 7; // one that does not vary
      rows.add(row);
    }
    return rows;
  }

  @Test
  void mapsToUnitLengthAndKeepsTheAnglesOfStandardisedRows() {
    List<float[]> rows = rows(2000, 6);
    ContentMap map = ContentMap.fit(rows, 6, RunContext.silent());
    assertThat(map.components()).as("the constant column gives no direction").isEqualTo(5);
    float[] one = map.apply(rows.get(0));
    float[] other = map.apply(rows.get(1));
    assertThat(dot(one, one)).isCloseTo(1, within(1e-6));
    assertThat(one[5]).isZero();

    double[] a = standardised(map, rows.get(0));
    double[] b = standardised(map, rows.get(1));
    double cosine = dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    assertThat(dot(one, other)).isCloseTo(cosine, within(1e-6));
  }

  @Test
  void theFirstDirectionHasTheMostVariance() {
    List<float[]> rows = rows(2000, 6);
    ContentMap map = ContentMap.fit(rows, 2, RunContext.silent());
    double[] variance = new double[2];
    for (float[] row : rows) {
      double[] z = standardised(map, row);
      for (int k = 0; k < 2; k++) {
        double projected = 0;
        for (int j = 0; j < 6; j++) {
          projected += z[j] * map.directions()[j * 2 + k];
        }
        variance[k] += projected * projected / rows.size();
      }
    }
    // Columns 0 and 1 correlate by about 0.98: nearly 2 of 5; the others are independent.
    assertThat(variance[0]).isBetween(1.9, 2.05);
    assertThat(variance[1]).isBetween(0.95, 1.15);
  }

  private static double[] standardised(ContentMap map, float[] row) {
    double[] z = new double[row.length];
    for (int j = 0; j < z.length; j++) {
      z[j] = (row[j] - map.mean()[j]) * map.scale()[j];
    }
    return z;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += (double) a[j] * b[j];
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  @Test
  void readsArraysAndAttributes() {
    Npy.write(folder.resolve("ids.npy"), new long[] {7, 5});
    Npy.write(
        folder.resolve("vectors.npy"),
        ElementType.FLOAT32,
        new long[] {2, 3},
        MemorySegment.ofArray(new float[] {1, 2, 3, 4, 5, 6}));
    ItemContent given =
        ItemContent.ofArrays(folder.resolve("ids.npy"), folder.resolve("vectors.npy"));
    assertThat(given.find("5")).containsExactly(4, 5, 6);
    assertThat(given.find("6")).isNull();

    ItemContent attributes =
        ItemContent.ofAttributes(Map.of("a", List.of("x", "z"), "b", List.of("y"), "c", List.of()));
    assertThat(attributes.find("a")).containsExactly(1, 0, 1);
    assertThat(attributes.find("b")).containsExactly(0, 1, 0);
    assertThat(attributes.find("c")).isNull();
  }
}
