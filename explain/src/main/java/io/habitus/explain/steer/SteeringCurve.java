package io.habitus.explain.steer;

import io.habitus.core.run.RunContext;
import io.habitus.explain.interpret.Attributes;
import io.habitus.explain.sae.SparseAutoencoder;
import io.habitus.recommend.Recommender;
import io.habitus.recommend.data.Cases;
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
import java.util.OptionalDouble;

/**
 * What it costs to steer: the target's share of lists against NDCG, by how far features are set.
 *
 * @param target attribute that is pushed
 * @param points the model as it is, the model with every state as the autoencoder writes it, then
 *     each amount as asked for
 */
public record SteeringCurve(String target, List<Point> points) {
  private static final int K = 10;
  private static final MathContext FOUR_DIGITS = new MathContext(4);

  public SteeringCurve {
    points = List.copyOf(points);
    if (points.size() < 3) {
      throw new IllegalArgumentException("expected at least one amount, found none");
    }
  }

  /** The model as it is. */
  public Point unsteered() {
    return points.get(0);
  }

  /** Every state as the autoencoder writes it: what its errors cost. */
  public Point reconstruction() {
    return points.get(1);
  }

  /** One point for each amount. */
  public List<Point> steered() {
    return points.subList(2, points.size());
  }

  /**
   * One way of setting the features.
   *
   * @param label such as {@code unsteered} or the activation
   * @param amount the activation; empty where nothing is set
   * @param ndcg NDCG@10 over the cases, full ranking
   * @param hitRate HR@10
   * @param share of the items of all lists of ten that have the target attribute
   * @param collateral mean absolute change of the other attributes' shares
   * @param most the other attribute that moved most, with its change
   */
  public record Point(
      String label,
      OptionalDouble amount,
      double ndcg,
      double hitRate,
      double share,
      double collateral,
      String most) {}

  /**
   * Sweeps.
   *
   * @param layer whose states the autoencoder knows
   * @param features that are set together
   * @param amounts activations that they are set to, one after the other
   * @param items attributes of the model's items
   * @param target number of the attribute that is pushed
   */
  public static SteeringCurve sweep(
      FittedSequential model,
      Layer layer,
      SparseAutoencoder autoencoder,
      List<Integer> features,
      List<Double> amounts,
      Partition partition,
      Cases cases,
      Attributes items,
      int target,
      RunContext context) {
    List<Point> points = new ArrayList<>();
    double[] before = Shares.of(model, partition.data(), cases, items, K, context);
    points.add(
        point(
            "unsteered",
            OptionalDouble.empty(),
            model,
            before,
            before,
            partition,
            cases,
            items,
            target,
            context));
    Recommender seen = new EditedRecommender(model, layer, StateEdit.reconstruction(autoencoder));
    points.add(
        point(
            "reconstruction",
            OptionalDouble.empty(),
            seen,
            before,
            null,
            partition,
            cases,
            items,
            target,
            context));
    for (double amount : amounts) {
      List<FeatureChange> changes =
          features.stream().map(feature -> FeatureChange.set(feature, amount)).toList();
      Recommender steered = new EditedRecommender(model, layer, StateEdit.of(autoencoder, changes));
      String label = new BigDecimal(amount).round(FOUR_DIGITS).stripTrailingZeros().toPlainString();
      points.add(
          point(
              label,
              OptionalDouble.of(amount),
              steered,
              before,
              null,
              partition,
              cases,
              items,
              target,
              context));
    }
    return new SteeringCurve(items.names().get(target), points);
  }

  private static Point point(
      String label,
      OptionalDouble amount,
      Recommender model,
      double[] before,
      double @org.jspecify.annotations.Nullable [] known,
      Partition partition,
      Cases cases,
      Attributes items,
      int target,
      RunContext context) {
    double[] after =
        known == null ? Shares.of(model, partition.data(), cases, items, K, context) : known;
    RankingResult ranking =
        RankingEvaluation.run(
            model, "steering", partition, cases, RankingOptions.defaults(), context);
    double sum = 0;
    int most = -1;
    for (int a = 0; a < after.length; a++) {
      if (a != target) {
        double change = Math.abs(after[a] - before[a]);
        sum += change;
        if (most < 0 || change > Math.abs(after[most] - before[most])) {
          most = a;
        }
      }
    }
    String moved =
        most < 0
            ? ""
            : String.format(
                java.util.Locale.ROOT,
                "%s %+.4f",
                items.names().get(most),
                after[most] - before[most]);
    return new Point(
        label,
        amount,
        ranking.value("NDCG@10"),
        ranking.value("HR@10"),
        after[target],
        after.length < 2 ? 0 : sum / (after.length - 1),
        moved);
  }
}
