package io.habitus.pipeline.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.problem.InputException;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.pipeline.recipe.MergeSection;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PcaTest {
  /** A data set that a few lines of Python make too: a linear congruence modulo 2³¹. */
  private static Profiles numbers(int n, int d) {
    float[] values = new float[n * d];
    long state = 12345;
    for (int i = 0; i < n * d; i++) {
      state = (state * 1103515245 + 12345) % (1L << 31);
      values[i] = ((state >> 16) % 21 - 10) * (i % d + 1) / 4f;
    }
    return profiles(n, d, values);
  }

  private static Profiles profiles(int n, int d, float[] values) {
    long[] ids = new long[n];
    Arrays.setAll(ids, i -> i);
    return Profiles.ofFloats(ids, d, values);
  }

  private static BitSet all(int n) {
    BitSet rows = new BitSet();
    rows.set(0, n);
    return rows;
  }

  private static RunContext threads(int count) {
    Path temp = Path.of(System.getProperty("java.io.tmpdir"));
    return new RunContext(new Resources(count, 1L << 30, temp), Progress.SILENT);
  }

  /** PCA(3, svd_solver="full") of scikit-learn 1.9.1 on the same numbers, signs included. */
  @Test
  void projectionsAreScikitLearns() {
    RowSource source = RowSource.of(numbers(40, 6));
    Pca pca = Pca.fit(source, all(40), 3, RunContext.silent());
    assertThat(pca.width()).isEqualTo(3);
    expect(pca.apply(source.row(0)), -16.188380083, -1.878366951, -0.782671612);
    expect(pca.apply(source.row(1)), -3.301962074, -4.73257021, 7.378900123);
    expect(pca.apply(source.row(39)), 0.130294742, 7.0611249, -3.826660832);
  }

  private static void expect(float[] found, double... expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) found[i]).isCloseTo(expected[i], within(1e-5));
    }
  }

  /** More rows than a block, more columns than a tile, some rows left out. */
  @Test
  void projectionsHaveTheVariancesOfAllDirectionsAndNoCorrelation() {
    int n = 2500;
    int d = 70;
    SplittableRandom random = new SplittableRandom(5);
    float[] values = new float[n * d];
    for (int r = 0; r < n; r++) {
      double common = random.nextGaussian();
      for (int c = 0; c < d; c++) {
        values[r * d + c] =
            (float) (100 + common * (c % 7) + random.nextGaussian() * (1 + c / 20.0));
      }
    }
    RowSource source = RowSource.of(profiles(n, d, values));
    BitSet rows = all(n);
    rows.clear(1000, 1100);
    Pca pca = Pca.fit(source, rows, d, threads(2));
    double[] sums = new double[d];
    double[][] products = new double[d][d];
    double total = 0;
    double[] columnSums = new double[d];
    double[] columnSquares = new double[d];
    for (int r = rows.nextSetBit(0); r >= 0; r = rows.nextSetBit(r + 1)) {
      float[] row = source.row(r);
      float[] projected = pca.apply(row);
      for (int i = 0; i < d; i++) {
        sums[i] += projected[i];
        columnSums[i] += row[i];
        columnSquares[i] += (double) row[i] * row[i];
        for (int j = 0; j < d; j++) {
          products[i][j] += (double) projected[i] * projected[j];
        }
      }
    }
    int count = rows.cardinality();
    double traced = 0;
    for (int i = 0; i < d; i++) {
      assertThat(sums[i] / count).isCloseTo(0, within(1e-5));
      assertThat(products[i][i])
          .isLessThanOrEqualTo(products[Math.max(0, i - 1)][Math.max(0, i - 1)]);
      traced += products[i][i];
      total += columnSquares[i] - columnSums[i] * columnSums[i] / count;
      for (int j = 0; j < i; j++) {
        double scale = Math.sqrt(products[i][i] * products[j][j]);
        assertThat(products[i][j] / scale).isCloseTo(0, within(1e-4));
      }
    }
    assertThat(traced / total).isCloseTo(1, within(1e-5)); // a rotation keeps all variance
  }

  @Test
  void threadsDoNotMatter() {
    RowSource source = RowSource.of(numbers(3000, 130));
    Pca one = Pca.fit(source, all(3000), 20, threads(1));
    Pca four = Pca.fit(source, all(3000), 20, threads(4));
    for (int r = 0; r < 3000; r += 100) {
      assertThat(four.apply(source.row(r))).isEqualTo(one.apply(source.row(r)));
    }
  }

  /** Zero rows dropped, PCA, L2, mean: in this order. */
  @Test
  void stepsComeInThePublishedOrder() {
    float[] values = {3, 1, 0, 0, -1, 5, 2, 2};
    Profiles source = profiles(4, 2, values);
    MergeSection.Input input = new MergeSection.Input("a", 1, Optional.of(1), "l2", "mean", true);
    MergeSection section = new MergeSection("m", "concatenate", List.of(input), true);
    ClientSet clients = ClientSet.of(0, 1, 2, 3, 9);
    Merge merge = Merge.fit(section, Map.of("a", source), clients, RunContext.silent());
    assertThat(merge.width()).isEqualTo(1);
    MergeInput fitted = MergeInput.of(source, input, clients, RunContext.silent());
    float[] rows = new float[5];
    for (int i = 0; i < 5; i++) {
      fitted.addTo(rows, i, clients.get(i));
    }
    // centre (4/3, 8/3), direction near (−0.66, 0.75): rows 0 and 3 before it, row 2 behind
    assertThat(rows).containsExactly(-1, -1 / 3f, 1, -1, -1 / 3f);
  }

  @Test
  void moreComponentsThanColumnsOrRowsAreAnError() {
    assertThatThrownBy(() -> fit(numbers(40, 6), 7))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("at most 6, of 6 columns and 40 rows")
        .hasMessageContaining("found 7");
    assertThatThrownBy(() -> fit(numbers(3, 6), 4)).hasMessageContaining("at most 3");
  }

  private static void fit(Profiles profiles, int components) {
    MergeSection.Input input =
        new MergeSection.Input("a", 1, Optional.of(components), "none", "mean", false);
    MergeInput.of(profiles, input, ClientSet.of(1), RunContext.silent());
  }
}
