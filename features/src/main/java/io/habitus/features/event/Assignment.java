package io.habitus.features.event;

import io.habitus.core.run.RunContext;
import io.habitus.core.run.Workers;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which centroid each point is nearest to, from round to round. A point keeps an upper bound of the
 * distance to its centroid and a lower one of the distance to any other (Hamerly 2010); where they
 * show that nothing can have changed it is not measured again. The result is the same, to the bit.
 */
final class Assignment {
  private static final int PIECE = 2048;

  private final CodeMatrix points;
  private final int[] chosen;
  private final int[] nearest; // (chosen)
  private final double[] upper; // (chosen) distance to the nearest centroid, at most
  private final double[] lower; // (chosen) distance to every other centroid, at least
  private final double slack; // more than rounding can add to a squared distance

  Assignment(CodeMatrix points, int[] chosen) {
    this.points = points;
    this.chosen = chosen;
    this.nearest = new int[chosen.length];
    this.upper = new double[chosen.length];
    this.lower = new double[chosen.length];
    this.slack = 4.0 * points.width() * Math.ulp(points.width() * 255f * 255f);
    Arrays.fill(nearest, -1);
    Arrays.fill(upper, Double.POSITIVE_INFINITY);
  }

  /** Centroid of a chosen point, by its place among the chosen. */
  int nearest(int i) {
    return nearest[i];
  }

  /** Assigns every chosen point; returns how many have changed their centroid. */
  int assign(KMeans means, RunContext context) {
    int pieces = (chosen.length + PIECE - 1) / PIECE;
    int[] moved = new int[pieces];
    Workers.forEach(
        pieces,
        context,
        "clustering",
        piece -> {
          double[] scratch = new double[means.clusters()];
          int until = Math.min(chosen.length, (piece + 1) * PIECE);
          for (int i = piece * PIECE; i < until; i++) {
            moved[piece] += isSettled(i) || !measure(means, i, scratch) ? 0 : 1;
          }
        });
    return IntStream.of(moved).sum();
  }

  private boolean isSettled(int i) {
    return lower[i] > upper[i] && lower[i] * lower[i] - upper[i] * upper[i] > slack;
  }

  /** Whether the point has another centroid now. */
  private boolean measure(KMeans means, int i, double[] scratch) {
    int now = means.nearest(points, chosen[i], scratch);
    double length = points.squaredLength(chosen[i]);
    double second = Double.POSITIVE_INFINITY;
    for (int c = 0; c < scratch.length; c++) {
      second = c == now ? second : Math.min(second, scratch[c]);
    }
    upper[i] = Math.sqrt(Math.max(0, scratch[now] + length) + slack);
    lower[i] = Math.sqrt(Math.max(0, second + length - slack));
    boolean moved = now != nearest[i];
    nearest[i] = now;
    return moved;
  }

  /**
   * Widens the bounds after the centroids have moved.
   *
   * @param distances of each centroid from where it was
   */
  void moved(double[] distances) {
    int farthest = 0;
    for (int c = 0; c < distances.length; c++) {
      farthest = distances[c] > distances[farthest] ? c : farthest;
    }
    double second = 0;
    for (int c = 0; c < distances.length; c++) {
      second = c == farthest ? second : Math.max(second, distances[c]);
    }
    for (int i = 0; i < chosen.length; i++) {
      upper[i] += distances[nearest[i]];
      lower[i] -= nearest[i] == farthest ? second : distances[farthest];
    }
  }
}
