package io.habitus.pipeline.study;

import io.habitus.core.run.RunContext;
import io.habitus.evaluation.interval.Interval;
import io.habitus.pipeline.report.RecommenderFacts.Ranked;
import io.habitus.pipeline.report.RecommenderFacts.Value;
import io.habitus.recommend.Recommender;
import io.habitus.recommend.baseline.ItemNeighbours;
import io.habitus.recommend.baseline.PopularityRecommender;
import io.habitus.recommend.data.Partition;
import io.habitus.recommend.metrics.Group;
import io.habitus.recommend.metrics.RankingEvaluation;
import io.habitus.recommend.metrics.RankingOptions;
import io.habitus.recommend.metrics.RankingResult;
import io.habitus.recommend.metrics.Score;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A recommender beside item-kNN and popularity, over the same cases. */
final class Comparison {
  private static final String NDCG = "NDCG@10";
  private static final String HITS = "HR@10";

  private Comparison() {}

  /**
   * Measures all three on the partition's test.
   *
   * @param model over the partition's items
   */
  static List<Ranked> of(Recommender model, Partition partition, RunContext context) {
    try (Recommender popular = PopularityRecommender.fit(partition);
        Recommender neighbours =
            ItemNeighbours.fit(partition, ItemNeighbours.Settings.DEFAULTS, context)) {
      return List.of(
          ranked(model, partition, context),
          ranked(neighbours, partition, context),
          ranked(popular, partition, context));
    }
  }

  private static Ranked ranked(Recommender model, Partition partition, RunContext context) {
    RankingResult result =
        RankingEvaluation.run(
            model, "the store", partition, partition.test(), RankingOptions.defaults(), context);
    Group cold = result.group(RankingResult.COLD);
    return new Ranked(
        model.name(),
        value(result.group(RankingResult.ALL), NDCG),
        value(result.group(RankingResult.ALL), HITS),
        cold.cases() == 0 ? Optional.empty() : Optional.of(value(cold, HITS)));
  }

  private static Value value(Group group, String measure) {
    Score score = Objects.requireNonNull(group.scores().get(measure));
    Interval interval = score.interval();
    return interval == null
        ? new Value(score.value(), score.value(), score.value())
        : new Value(score.value(), interval.low(), interval.high());
  }
}
