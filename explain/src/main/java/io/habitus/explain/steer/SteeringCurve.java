package io.habitus.explain.steer;

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
}
