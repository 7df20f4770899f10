package io.habitus.explain.steer;

import io.habitus.core.run.RunContext;
import io.habitus.explain.interpret.Attributes;
import io.habitus.explain.sae.SparseAutoencoder;
import io.habitus.explain.steer.SteeringCurve.Point;
import io.habitus.recommend.Recommender;
import io.habitus.recommend.data.Partition;
import io.habitus.recommend.metrics.RankingEvaluation;
import io.habitus.recommend.metrics.RankingOptions;
import io.habitus.recommend.metrics.RankingResult;
import io.habitus.recommend.sequential.FittedSequential;
import io.habitus.recommend.sequential.Layer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A recommender with its autoencoder, and the test that steering is measured on.
 *
 * @param layer whose states the autoencoder knows
 * @param partition over the model's items; its test is asked
 * @param items attributes of the model's items
 */
public record Steering(
    FittedSequential model,
    Layer layer,
    SparseAutoencoder autoencoder,
    Partition partition,
    Attributes items) {
  private static final int K = 10;
  private static final MathContext FOUR_DIGITS = new MathContext(4);

  /** The recommender with some features set together. */
  public EditedRecommender set(List<Integer> features, double amount) {
    List<FeatureChange> changes =
        features.stream().map(feature -> FeatureChange.set(feature, amount)).toList();
    return new EditedRecommender(model, layer, StateEdit.of(autoencoder, changes));
  }

  /**
   * Sweeps.
   *
   * @param features that are set together
   * @param amounts activations that they are set to, one after the other
   * @param target the attribute that is pushed
   * @throws IllegalArgumentException if there is no such attribute or feature
   */
  public SteeringCurve sweep(
      List<Integer> features, List<Double> amounts, String target, RunContext context) {
    int attribute = items.names().indexOf(target);
    if (attribute < 0) {
      throw new IllegalArgumentException("expected an attribute of the items, found " + target);
    }
    Measured before = measured(model, context);
    List<Point> points = new ArrayList<>();
    points.add(point("unsteered", OptionalDouble.empty(), before, before, attribute));
    Recommender seen = new EditedRecommender(model, layer, StateEdit.reconstruction(autoencoder));
    points.add(
        point(
            "reconstruction", OptionalDouble.empty(), measured(seen, context), before, attribute));
    for (double amount : amounts) {
      Measured after = measured(set(features, amount), context);
      String label = new BigDecimal(amount).round(FOUR_DIGITS).stripTrailingZeros().toPlainString();
      points.add(point(label, OptionalDouble.of(amount), after, before, attribute));
    }
    return new SteeringCurve(target, points);
  }

  /** Rankings of the test, and what the lists are made of. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Measured(RankingResult ranking, double[] shares) {}

  private Measured measured(Recommender steered, RunContext context) {
    return new Measured(
        RankingEvaluation.run(
            steered, "steering", partition, partition.test(), RankingOptions.defaults(), context),
        Shares.of(steered, partition.data(), partition.test(), items, K, context));
  }

  private Point point(
      String label, OptionalDouble amount, Measured after, Measured before, int target) {
    double[] changes = new double[items.size()];
    double sum = 0;
    int most = -1;
    for (int a = 0; a < changes.length; a++) {
      changes[a] = after.shares()[a] - before.shares()[a];
      if (a != target) {
        sum += Math.abs(changes[a]);
        most = most < 0 || Math.abs(changes[a]) > Math.abs(changes[most]) ? a : most;
      }
    }
    return new Point(
        label,
        amount,
        after.ranking().value("NDCG@10"),
        after.ranking().value("HR@10"),
        after.shares()[target],
        changes.length < 2 ? 0 : sum / (changes.length - 1),
        most < 0
            ? ""
            : String.format(Locale.ROOT, "%s %+.4f", items.names().get(most), changes[most]));
  }
}
