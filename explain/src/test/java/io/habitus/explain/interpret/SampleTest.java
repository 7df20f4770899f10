package io.habitus.explain.interpret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habitus.evaluation.metric.Auroc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Scores of sparse columns against the metric that reads every value, and thresholds tried out. */
class SampleTest {
  private static final int UNITS = 60;
  private static final int ROWS = 200;

  private final SplittableRandom random = new SplittableRandom(4);
  private final Attributes attributes = attributes();
  private final int[] units = IntStream.range(0, ROWS).map(i -> random.nextInt(UNITS)).toArray();
  private final Sample sample = Sample.of(attributes, units);

  private Attributes attributes() {
    List<BitSet> holders = new ArrayList<>();
    for (int a = 0; a < 5; a++) {
      BitSet holder = new BitSet();
      for (int unit = 0; unit < UNITS; unit++) {
        holder.set(unit, random.nextInt(a + 2) == 0);
      }
      holders.add(holder);
    }
    BitSet all = new BitSet();
    all.set(0, UNITS);
    return Attributes.of(List.of("a", "b", "c", "d", "e"), UNITS, holders, all);
  }

  private boolean[] truth(int attribute) {
    boolean[] truth = new boolean[ROWS];
    for (int row = 0; row < ROWS; row++) {
      truth[row] = attributes.has(units[row], attribute);
    }
    return truth;
  }

  @Test
  void aurocEqualsThatOfAllValues() {
    for (boolean dense : new boolean[] {false, true}) {
      float[] values = new float[ROWS];
      int[] listed = new int[ROWS];
      float[] listedValues = new float[ROWS];
      int count = 0;
      for (int row = 0; row < ROWS; row++) {
        values[row] = dense ? random.nextInt(9) - 4 : Math.max(0, random.nextInt(14) - 9);
        if (dense || values[row] > 0) {
          listed[count] = row;
          listedValues[count++] = values[row];
        }
      }
      double[] found = sample.auroc(Column.of(listed, listedValues, 0, count, ROWS));
      for (int a = 0; a < attributes.size(); a++) {
        assertThat(found[a]).isCloseTo(Auroc.of(values, truth(a)), within(1e-12));
      }
    }
  }

  @Test
  void theBestThresholdIsTheBest() {
    int[] listed = IntStream.range(0, 80).map(i -> 2 * i).toArray();
    float[] values = new float[80];
    for (int i = 0; i < 80; i++) {
      values[i] = 1 + random.nextInt(12);
    }
    Column column = Column.of(listed, values, 0, 80, ROWS);
    boolean[] truth = truth(1);
    Detection found = sample.detection(column, 1);
    double best = 0;
    for (int threshold = 1; threshold <= 13; threshold++) {
      int above = 0;
      int hits = 0;
      int positives = 0;
      for (int i = 0; i < 80; i++) {
        above += values[i] >= threshold ? 1 : 0;
        hits += values[i] >= threshold && truth[listed[i]] ? 1 : 0;
      }
      for (boolean each : truth) {
        positives += each ? 1 : 0;
      }
      best = Math.max(best, above == 0 ? 0 : 2.0 * hits / (above + positives));
    }
    assertThat(found.f1()).isCloseTo(best, within(1e-12));
    assertThat(sample.at(column, 1, found.threshold())).isEqualTo(found);
  }

  @Test
  void permutingKeepsHowManyUnitsHaveAnAttribute() {
    Attributes permuted = attributes.permuted(new SplittableRandom(2));
    for (int a = 0; a < attributes.size(); a++) {
      int before = 0;
      int after = 0;
      int moved = 0;
      for (int unit = 0; unit < UNITS; unit++) {
        before += attributes.has(unit, a) ? 1 : 0;
        after += permuted.has(unit, a) ? 1 : 0;
        moved += attributes.has(unit, a) != permuted.has(unit, a) ? 1 : 0;
      }
      assertThat(after).isEqualTo(before);
      assertThat(moved).isPositive();
    }
  }
}
