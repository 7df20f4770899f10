package io.habitus.pipeline.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.problem.InputException;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.ProfileFolder;
import io.habitus.core.profile.Profiles;
import io.habitus.core.provenance.Provenance;
import io.habitus.core.run.RunContext;
import io.habitus.pipeline.recipe.MergeSection;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeTest {
  private static final ClientSet CLIENTS = ClientSet.of(1, 2, 3);

  @TempDir Path dir;

  private final Profiles one =
      Profiles.ofFloats(new long[] {3, 1, 2}, 2, new float[] {3, 4, 1, 0, 0, 0});
  private final Profiles other = Profiles.ofFloats(new long[] {1, 9}, 2, new float[] {5, 6, 7, 8});

  private float[][] merged(String operator, MergeSection.Input... inputs) {
    MergeSection section = new MergeSection("m", operator, List.of(inputs), true);
    Merge merge =
        Merge.fit(section, Map.of("one", one, "other", other), CLIENTS, RunContext.silent());
    merge.write(
        dir.resolve("m"), CLIENTS, Optional.empty(), Provenance.of("merge"), RunContext.silent());
    Profiles read = ProfileFolder.read(dir.resolve("m")).profiles();
    assertThat(read.clientIds()).containsExactly(1, 2, 3);
    float[][] rows = new float[3][merge.width()];
    for (int r = 0; r < 3; r++) {
      read.read(r, rows[r], 0);
    }
    return rows;
  }

  private static MergeSection.Input input(
      String name, double weight, String scale, String impute, boolean dropZeroRows) {
    return new MergeSection.Input(name, weight, Optional.empty(), scale, impute, dropZeroRows);
  }

  @Test
  void columnsStandSideBySideAndRowsAreJoinedById() {
    assertThat(
            merged(
                "concatenate",
                input("one", 1, "none", "none", false),
                input("other", 0.5, "none", "zero", false)))
        .isDeepEqualTo(new float[][] {{1, 0, 2.5f, 3}, {0, 0, 0, 0}, {3, 4, 0, 0}});
  }

  @Test
  void sumsAreWeighted() {
    assertThat(
            merged(
                "sum",
                input("one", 2, "none", "none", false),
                input("other", 1, "none", "mean", false)))
        .isDeepEqualTo(new float[][] {{7, 6}, {6, 7}, {12, 15}});
  }

  @Test
  void zeroRowsCanCountAsMissingAndGetTheMeanOfTheScaledRows() {
    assertThat(merged("concatenate", input("one", 1, "l2", "mean", true)))
        .satisfies(rows -> {
          assertThat(rows[0]).containsExactly(1, 0);
          assertThat(rows[1]).containsExactly(half(0.8f), half(0.4f));
          assertThat(rows[2]).containsExactly(half(0.6f), half(0.8f));
        });
  }

  private static float half(float value) {
    return Float.float16ToFloat(Float.floatToFloat16(value));
  }

  @Test
  void missingClientsAreAnErrorWhereNothingIsImputed() {
    assertThatThrownBy(() -> merged("sum", input("other", 1, "none", "none", false)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("2 without one");
    assertThatThrownBy(() -> merged("sum", input("one", 1, "none", "none", true)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("1 without one");
  }

  @Test
  void unequalWidthsCannotBeAdded() {
    Profiles wide = Profiles.ofFloats(new long[] {1, 2, 3}, 1, new float[3]);
    MergeSection section =
        new MergeSection(
            "m",
            "sum",
            List.of(
                input("one", 1, "none", "none", false), input("wide", 1, "none", "none", false)),
            true);
    Map<String, Profiles> sources = Map.of("one", one, "wide", wide);
    assertThatThrownBy(() -> Merge.fit(section, sources, CLIENTS, RunContext.silent()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("[2, 1]");
  }

  /** Oracles by brute force, over a column with ties, a constant one and one with a large mean. */
  @Test
  void scalesEqualTheirDefinitions() {
    int n = 501;
    Random random = new Random(3);
    float[] values = new float[3 * n];
    for (int r = 0; r < n; r++) {
      values[3 * r] = random.nextInt(20) - 10;
      values[3 * r + 1] = 7;
      values[3 * r + 2] = half(2000 + random.nextInt(50));
    }
    long[] ids = new long[n];
    Arrays.setAll(ids, i -> i);
    Profiles profiles = Profiles.ofFloats(ids, 3, values);
    BitSet rows = new BitSet();
    rows.set(0, n);
    RowSource source = RowSource.of(profiles);
    RowMap quantile = Scale.QUANTILE.fit(source, rows);
    RowMap standard = Scale.STANDARDISE.fit(source, rows);
    for (int r = 0; r < n; r++) {
      float[] row = new float[3];
      profiles.read(r, row, 0);
      float[] ranks = quantile.apply(row.clone());
      float[] scaled = standard.apply(row.clone());
      for (int c = 0; c < 3; c++) {
        int column = c;
        double own = row[c];
        double[] all = new double[n];
        Arrays.setAll(all, i -> values[3 * i + column]);
        double below = Arrays.stream(all).filter(v -> v < own).count();
        double equal = Arrays.stream(all).filter(v -> v == own).count();
        double rank = (below + (equal - 1) / 2) / (n - 1);
        double expectedRank = below == 0 ? 0 : below + equal == n ? 1 : rank;
        assertThat((double) ranks[c]).isCloseTo(expectedRank, offset());
        double mean = Arrays.stream(all).average().orElseThrow();
        double variance =
            Arrays.stream(all).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
        double expected = variance == 0 ? 0 : (own - mean) / Math.sqrt(variance);
        assertThat((double) scaled[c]).isCloseTo(expected, offset());
      }
    }
  }

  /** What QuantileTransformer(n_quantiles=12) of scikit-learn 1.9.1 makes of the same column. */
  @Test
  void quantilesAreScikitLearns() {
    float[] column = {0, 0, 0, 0, 1, 2, 2, 3, 5, 5, 8, 8};
    double[] expected = {
      0, 0, 0, 0, 0.363636364, 0.5, 0.5, 0.636363636, 0.772727273, 0.772727273, 1, 1
    };
    long[] ids = new long[column.length];
    Arrays.setAll(ids, i -> i);
    RowSource source = RowSource.of(Profiles.ofFloats(ids, 1, column));
    BitSet rows = new BitSet();
    rows.set(0, column.length);
    RowMap ranks = Scale.QUANTILE.fit(source, rows);
    for (int i = 0; i < column.length; i++) {
      assertThat((double) ranks.apply(new float[] {column[i]})[0]).isCloseTo(expected[i], offset());
    }
  }

  private static org.assertj.core.data.Offset<Double> offset() {
    return org.assertj.core.data.Offset.offset(1e-5);
  }
}
