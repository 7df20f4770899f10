package io.habitus.models.factorisation.warp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.hash.SplitMix64;
import io.habitus.core.run.RunContext;
import io.habitus.models.factorisation.matrix.ClientItems;
import io.habitus.models.factorisation.matrix.ItemNames;
import io.habitus.models.factorisation.matrix.Mixing;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WarpTrainerTest {
  private static final int CLIENTS = 900;
  private static final int ITEMS = 200;
  private static final WarpSettings SETTINGS = new WarpSettings(8, 10, 0.05, 10);

  /** Clients take the twelve items whose codes are nearest their own; cells hold one value. */
  static WarpData data(float value) {
    SplittableRandom random = new SplittableRandom(1);
    float[] clients = uniform(CLIENTS * 4, random);
    float[] items = uniform(ITEMS * 3, random);
    int[] starts = new int[CLIENTS + 1];
    int[][] rows = new int[CLIENTS][];
    for (int row = 0; row < CLIENTS; row++) {
      int client = row;
      BitSet taken = new BitSet();
      IntStream.range(0, ITEMS)
          .boxed()
          .sorted((a, b) ->
              Double.compare(
                  distance(clients, client, items, a), distance(clients, client, items, b)))
          .limit(12)
          .forEach(taken::set);
      rows[row] = taken.stream().toArray();
      starts[row + 1] = starts[row] + rows[row].length;
    }
    int[] cells = Arrays.stream(rows).flatMapToInt(Arrays::stream).toArray();
    float[] values = new float[cells.length];
    Arrays.fill(values, value);
    ClientItems matrix =
        new ClientItems(
            IntStream.range(0, CLIENTS).mapToLong(i -> i).toArray(),
            starts,
            cells,
            values,
            new ItemNames(IntStream.range(0, ITEMS).mapToObj(Integer::toString).toList()));
    return WarpData.of(matrix, clients, 4, items, 3);
  }

  private static float[] uniform(int count, SplittableRandom random) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }

  private static double distance(float[] clients, int client, float[] items, int item) {
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      double difference = clients[client * 4 + k] - items[item * 3 + k];
      sum += difference * difference;
    }
    return sum;
  }

  private static double score(WarpData data, WarpWeights weights, int row, int item) {
    double sum = 0;
    for (int k = 0; k < 8; k++) {
      double client = 0;
      double other = 0;
      for (int f = 0; f < 4; f++) {
        client += data.clients()[row * 4 + f] * weights.clients()[f * 8 + k];
      }
      for (int f = 0; f < 3; f++) {
        other += data.items()[item * 3 + f] * weights.items()[f * 8 + k];
      }
      sum += client * other;
    }
    for (int f = 0; f < 3; f++) {
      sum += data.items()[item * 3 + f] * weights.biases()[f];
    }
    return sum;
  }

  private static double auc(WarpData data, WarpWeights weights) {
    long right = 0;
    long pairs = 0;
    for (int row = 0; row < CLIENTS; row += 10) {
      for (int item = 0; item < ITEMS; item++) {
        for (int other = 0; other < ITEMS && data.matrix().find(row, item) >= 0; other++) {
          if (data.matrix().find(row, other) < 0) {
            pairs++;
            right += score(data, weights, row, item) > score(data, weights, row, other) ? 1 : 0;
          }
        }
      }
    }
    return (double) right / pairs;
  }

  @Test
  void itemsLikeTheClientRankHigh() {
    WarpData data = data(1);
    WarpTrainer trainer = new WarpTrainer(data, SETTINGS, 3);
    double before = auc(data, trainer.weights());
    WarpWeights learned = WarpTrainer.run(data, SETTINGS, 3, RunContext.silent());
    assertThat(before).isBetween(0.3, 0.7);
    assertThat(auc(data, learned)).isGreaterThan(0.8);
  }

  @Test
  void cellsBelowZeroAreNeitherPositivesNorNegatives() {
    WarpData data = data(-1);
    assertThat(data.positives()).isEmpty();
    WarpWeights learned = WarpTrainer.run(data, SETTINGS, 3, RunContext.silent());
    assertThat(learned.clients()).isEqualTo(new WarpTrainer(data, SETTINGS, 3).weights().clients());
  }

  @Test
  void itemsWithoutANameAreLeftOut() {
    WarpData data = data(1);
    float[] items = data.items().clone();
    Arrays.fill(items, 0, 3, Float.NaN);
    WarpData without = WarpData.of(data.matrix(), data.clients(), 4, items, 3);
    assertThat(without.named()).hasSize(ITEMS - 1).doesNotContain(0);
    assertThat(without.positives().length).isLessThan(data.positives().length);
    WarpWeights learned = WarpTrainer.run(without, SETTINGS, 3, RunContext.silent());
    for (float weight : learned.items()) {
      assertThat(weight).isFinite();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void threadsDoNotMatter(int threads) {
    WarpSettings few = new WarpSettings(8, 2, 0.05, 10);
    WarpWeights one = WarpTrainer.run(data(1), few, 3, RunContext.silent().withThreads(1));
    WarpWeights more = WarpTrainer.run(data(1), few, 3, RunContext.silent().withThreads(threads));
    assertThat(more.clients()).isEqualTo(one.clients());
    assertThat(more.items()).isEqualTo(one.items());
    assertThat(more.biases()).isEqualTo(one.biases());
  }

  /** The first step has squares of 1: it is the gradient of loss · (x(negative) − x(positive)). */
  @Test
  void aStepGoesAgainstTheGradient() {
    WarpData all = data(0.7f);
    WarpWeights before = WarpWeights.random(4, 3, 8, 5);
    WarpLane lane = new WarpLane(all, SETTINGS, before.copy());
    int cell = all.matrix().starts()[4];
    assertThat(lane.learn(4, cell, 9)).isTrue();
    WarpWeights after = lane.weights();
    int item = all.matrix().items()[cell];
    // At first every score is near 0, so that the first item without a cell is too high.
    int tried = 1;
    long state = Mixing.next(9);
    int other = Mixing.below(SplitMix64.mix(state), ITEMS);
    while (all.matrix().find(4, other) >= 0) {
      tried++;
      state = Mixing.next(state);
      other = Mixing.below(SplitMix64.mix(state), ITEMS);
    }
    double loss = 0.7 * Math.log((ITEMS - 1) / tried);
    for (int f = 0; f < 4; f++) {
      for (int k = 0; k < 8; k++) {
        double expected = loss * gradient(all, before, 4, item, other, f, k);
        double step = (before.clients()[f * 8 + k] - after.clients()[f * 8 + k]) / 0.05;
        assertThat(step).isCloseTo(expected, within(2e-3));
      }
    }
  }

  /** Derivative of x(negative) − x(positive) by a weight of the clients, by differences. */
  private static double gradient(
      WarpData data, WarpWeights weights, int row, int item, int other, int f, int k) {
    double[] margin = new double[2];
    for (int side = 0; side < 2; side++) {
      WarpWeights moved = weights.copy();
      moved.clients()[f * 8 + k] += side == 0 ? -0.5f : 0.5f;
      margin[side] = score(data, moved, row, other) - score(data, moved, row, item);
    }
    return margin[1] - margin[0];
  }
}
