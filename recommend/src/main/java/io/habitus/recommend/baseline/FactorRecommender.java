package io.habitus.recommend.baseline;

import io.habitus.core.run.RunContext;
import io.habitus.engine.kernel.FactorKernel;
import io.habitus.models.factorisation.HistoryFactors;
import io.habitus.models.factorisation.als.AlsFactors;
import io.habitus.models.factorisation.bpr.BprHistoryFactors;
import io.habitus.models.factorisation.bpr.BprSettings;
import io.habitus.models.factorisation.matrix.ClientItems;
import io.habitus.models.factorisation.matrix.ItemNames;
import io.habitus.recommend.Recommender;
import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.data.ItemIndex;
import io.habitus.recommend.data.Partition;
import java.util.Arrays;
import java.util.List;

/** Factorisations of who took what, order left aside; a history's factors are folded in. */
public final class FactorRecommender implements Recommender {
  /** 64 factors, 15 iterations, λ = 0.1, confidence 10. */
  public static final AlsFactors.Options ALS = new AlsFactors.Options(64, 15, 0.1, 10);

  /** 64 factors, rate 0.05, λ = 0.01, 100 passes. */
  public static final BprSettings BPR = new BprSettings(64, 0.05, 0.01, 100, false);

  private final String name;
  private final ItemIndex items;
  private final int[] counts;
  private final HistoryFactors factors;

  private FactorRecommender(String name, ItemIndex items, int[] counts, HistoryFactors factors) {
    this.name = name;
    this.items = items;
    this.counts = counts;
    this.factors = factors;
  }

  /** Alternating least squares. */
  public static FactorRecommender als(
      Partition partition, AlsFactors.Options options, long seed, RunContext context) {
    return new FactorRecommender(
        "als",
        partition.data().items(),
        partition.trainingCounts(),
        AlsFactors.fit(matrix(partition), options, seed, context));
  }

  /** Bayesian personalised ranking. */
  public static FactorRecommender bpr(
      Partition partition, BprSettings settings, long seed, RunContext context) {
    return new FactorRecommender(
        "bpr",
        partition.data().items(),
        partition.trainingCounts(),
        BprHistoryFactors.fit(matrix(partition), settings, seed, context));
  }

  /** Distinct items of each user in training, as a matrix of ones. */
  private static ClientItems matrix(Partition partition) {
    Interactions data = partition.data();
    int[][] rows = new int[data.size()][];
    Arrays.setAll(rows, user -> distinct(partition.training(user)));
    int[] starts = new int[rows.length + 1];
    for (int user = 0; user < rows.length; user++) {
      starts[user + 1] = starts[user] + rows[user].length;
    }
    long[] users = new long[rows.length];
    Arrays.setAll(users, data::userId);
    int[] cells = Arrays.stream(rows).flatMapToInt(Arrays::stream).toArray();
    float[] ones = new float[cells.length];
    Arrays.fill(ones, 1);
    return new ClientItems(users, starts, cells, ones, new ItemNames(data.items().ids()));
  }

  private static int[] distinct(int[] items) {
    return Arrays.stream(items).sorted().distinct().toArray();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ItemIndex items() {
    return items;
  }

  @Override
  public boolean ranks(int item) {
    return counts[item] > 0;
  }

  @Override
  public Scorer scorer() {
    HistoryFactors.Solver solver = factors.solver();
    return new Scorer() {
      @Override
      public void score(List<int[]> histories, Row row) {
        float[] scores = new float[items.size()];
        float[] mine = new float[factors.items().width()];
        float[] biases = factors.biases();
        for (int i = 0; i < histories.size(); i++) {
          int[] known =
              Arrays.stream(distinct(histories.get(i)))
                  .filter(FactorRecommender.this::ranks)
                  .toArray();
          if (known.length > 0) {
            solver.solve(known, mine);
            products(mine, biases, scores);
            row.take(i, scores, 0);
          }
        }
      }

      @Override
      public void close() {}
    };
  }

  private void products(float[] mine, float[] biases, float[] scores) {
    FactorKernel kernel = FactorKernel.get();
    var rows = factors.items();
    for (int item = 0; item < scores.length; item++) {
      scores[item] =
          kernel.dot(rows.width(), mine, 0, rows.array(item), rows.at(item)) + biases[item];
    }
  }

  @Override
  public void close() {}
}
