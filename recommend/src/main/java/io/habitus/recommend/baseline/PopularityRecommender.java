package io.habitus.recommend.baseline;

import io.habitus.recommend.Recommender;
import io.habitus.recommend.data.ItemIndex;
import io.habitus.recommend.data.Partition;
import java.util.List;

/** Everyone is recommended what most often occurs in training. Cold items have no score. */
public final class PopularityRecommender implements Recommender {
  private final ItemIndex items;
  private final int[] counts;

  private PopularityRecommender(ItemIndex items, int[] counts) {
    this.items = items;
    this.counts = counts;
  }

  /** Counts. */
  public static PopularityRecommender fit(Partition partition) {
    return new PopularityRecommender(partition.data().items(), partition.trainingCounts());
  }

  @Override
  public String name() {
    return "popularity";
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
    return new Scorer() {
      @Override
      public void score(List<int[]> histories, Row row) {
        float[] scores = new float[counts.length];
        for (int i = 0; i < histories.size(); i++) {
          for (int item = 0; item < scores.length; item++) {
            scores[item] = counts[item];
          }
          row.take(i, scores, 0);
        }
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void close() {}
}
