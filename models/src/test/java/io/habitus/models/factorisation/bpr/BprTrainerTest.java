package io.habitus.models.factorisation.bpr;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.core.run.WorkerPool;
import io.habitus.models.factorisation.FactorRows;
import io.habitus.models.factorisation.Planted;
import io.habitus.models.factorisation.matrix.ClientItems;
import io.habitus.models.factorisation.matrix.ItemNames;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BprTrainerTest {
  private static final BprSettings SETTINGS = new BprSettings(12, 0.05, 0.01, 60, false);
  private static final BprSettings WEIGHTED = new BprSettings(12, 0.05, 0.01, 60, true);
  private static final Planted PLANTED = Planted.draw(1_500, 300, 25, 7);

  private static BprFactors fit(ClientItems matrix, BprSettings settings, int threads) {
    Path temp = Path.of(System.getProperty("java.io.tmpdir"));
    RunContext context = new RunContext(new Resources(threads, 1L << 30, temp), Progress.SILENT);
    return BprTrainer.run(matrix, settings, 11, "bpr", context);
  }

  static double score(BprFactors factors, int row, int item) {
    FactorRows clients = factors.clients();
    FactorRows items = factors.items();
    double sum = factors.biases()[item];
    for (int k = 0; k < clients.columns(); k++) {
      sum +=
          (double) clients.array(row)[clients.at(row) + k] * items.array(item)[items.at(item) + k];
    }
    return sum;
  }

  private static float[] all(FactorRows rows) {
    float[] all = new float[rows.count() * rows.width()];
    for (int row = 0; row < rows.count(); row++) {
      System.arraycopy(rows.array(row), rows.at(row), all, row * rows.width(), rows.width());
    }
    return all;
  }

  @Test
  void heldOutItemsRankHigh() {
    BprFactors factors = fit(PLANTED.train(), SETTINGS, 2);
    int[] frequency = PLANTED.train().cellsByItem();
    double popularity = PLANTED.auc((row, item) -> frequency[item]);
    double auc = PLANTED.auc((row, item) -> score(factors, row, item));
    assertThat(auc).isGreaterThan(0.85).isGreaterThan(popularity + 0.1);
  }

  /**
   * In the order of ids the first clients' items were forgotten in every pass: where ids tell when
   * a client came, BPR ranked far worse than it should.
   */
  @Test
  void clientsThatCameInTheOrderOfTheirIdsAreNotForgotten() {
    int clients = 2_000;
    int perClient = 8;
    int[] starts = new int[clients + 1];
    int[] items = new int[clients * perClient];
    SplittableRandom random = new SplittableRandom(1);
    for (int client = 0; client < clients; client++) {
      int fashion = client * 360 / clients; // what is new when the client comes
      BitSet chosen = new BitSet();
      while (chosen.cardinality() < perClient) {
        chosen.set(fashion + random.nextInt(40));
      }
      starts[client + 1] = starts[client] + perClient;
      System.arraycopy(chosen.stream().toArray(), 0, items, starts[client], perClient);
    }
    ClientItems matrix =
        new ClientItems(
            IntStream.range(0, clients).mapToLong(i -> i).toArray(),
            starts,
            items,
            new float[items.length],
            new ItemNames(IntStream.range(0, 400).mapToObj(Integer::toString).toList()));
    ClientItems ordered = matrix.inOrder();
    BprFactors factors = fit(ordered, SETTINGS, 2);
    assertThat(rank(ordered, factors, 0)).isGreaterThan(0.9);
  }

  @Test
  void morePairsComeInOrderFromPassToPass() {
    BprTrainer trainer = new BprTrainer(PLANTED.train(), SETTINGS, 3);
    try (WorkerPool pool = new WorkerPool(2)) {
      BprTrainer.Ranked first = trainer.pass(0, pool);
      for (int pass = 1; pass < 30; pass++) {
        trainer.pass(pass, pool);
      }
      BprTrainer.Ranked last = trainer.pass(30, pool);
      assertThat(last.share()).isGreaterThan(first.share() + 0.1);
      // As many draws as cells, of which those are skipped whose negative the client has.
      assertThat((double) last.pairs())
          .isBetween(0.7 * PLANTED.train().cells(), 1.05 * PLANTED.train().cells());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void threadsDoNotMatter(int threads) {
    BprSettings few = new BprSettings(12, 0.05, 0.01, 4, true);
    BprFactors one = fit(PLANTED.train(), few, 1);
    BprFactors more = fit(PLANTED.train(), few, threads);
    assertThat(all(more.clients())).isEqualTo(all(one.clients()));
    assertThat(all(more.items())).isEqualTo(all(one.items()));
    assertThat(more.biases()).isEqualTo(one.biases());
  }

  /** Every other item of a client is one that it has taken back. */
  private static ClientItems withRejections() {
    float[] values = PLANTED.train().values().clone();
    SplittableRandom random = new SplittableRandom(5);
    for (int cell = 0; cell < values.length; cell++) {
      values[cell] = random.nextBoolean() ? 2 : -1;
    }
    return PLANTED.withValues(values);
  }

  @Test
  void valuesHaveNoEffectInTheBinaryVariant() {
    BprSettings few = new BprSettings(12, 0.05, 0.01, 4, false);
    BprFactors ones = fit(PLANTED.train(), few, 2);
    BprFactors others = fit(withRejections(), few, 2);
    assertThat(all(others.clients())).isEqualTo(all(ones.clients()));
    assertThat(all(others.items())).isEqualTo(all(ones.items()));
  }

  /** Mean over cells of one sign of how the cell's item ranks among 200 items without a cell. */
  private static double rank(ClientItems matrix, BprFactors factors, float sign) {
    long above = 0;
    long pairs = 0;
    for (int row = 0; row < matrix.clientCount(); row++) {
      for (int cell = matrix.starts()[row]; cell < matrix.starts()[row + 1]; cell++) {
        if (Math.signum(matrix.values()[cell]) == sign) {
          for (int other = 0; other < 200; other++) {
            if (matrix.find(row, other) < 0) {
              double difference =
                  score(factors, row, matrix.items()[cell]) - score(factors, row, other);
              above += difference > 0 ? 1 : 0;
              pairs++;
            }
          }
        }
      }
    }
    return (double) above / pairs;
  }

  @Test
  void itemsWithNegativeCellsRankBelowUnknownOnesInTheWeightedVariantAlone() {
    ClientItems matrix = withRejections();
    BprFactors weighted = fit(matrix, WEIGHTED, 2);
    assertThat(rank(matrix, weighted, 1)).isGreaterThan(0.7);
    assertThat(rank(matrix, weighted, -1)).isLessThan(0.3);
    BprFactors binary = fit(matrix, SETTINGS, 2);
    assertThat(rank(matrix, binary, -1)).isGreaterThan(0.8);
  }

  @Test
  void aFoldedClientScoresAsItDidInTheFit() {
    ClientItems matrix = PLANTED.train();
    BprFactors factors = fit(matrix, SETTINGS, 2);
    FoldIn foldIn =
        new FoldIn(
            SETTINGS,
            11,
            factors.items(),
            factors.biases(),
            FoldIn.sampler(matrix.cellsByItem()),
            1);
    double correlations = 0;
    for (int row = 0; row < 200; row++) {
      int from = matrix.starts()[row];
      int until = matrix.starts()[row + 1];
      float[] folded = new float[factors.items().width()];
      foldIn.solve(
          matrix.clients()[row],
          Arrays.copyOfRange(matrix.items(), from, until),
          Arrays.copyOfRange(matrix.values(), from, until),
          until - from,
          folded);
      int client = row;
      double[] own =
          IntStream.range(0, 300).mapToDouble(item -> score(factors, client, item)).toArray();
      double[] again =
          IntStream.range(0, 300)
              .mapToDouble(item -> {
                double sum = factors.biases()[item];
                for (int k = 0; k < 12; k++) {
                  sum +=
                      (double) folded[k]
                          * factors.items().array(item)[factors.items().at(item) + k];
                }
                return sum;
              })
              .toArray();
      correlations += correlation(own, again);
    }
    assertThat(correlations / 200).isGreaterThan(0.97);
  }

  private static double correlation(double[] a, double[] b) {
    double meanA = Arrays.stream(a).average().orElseThrow();
    double meanB = Arrays.stream(b).average().orElseThrow();
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - meanA) * (b[i] - meanB);
      aa += (a[i] - meanA) * (a[i] - meanA);
      bb += (b[i] - meanB) * (b[i] - meanB);
    }
    return ab / Math.sqrt(aa * bb);
  }
}
