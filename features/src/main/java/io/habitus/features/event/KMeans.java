package io.habitus.features.event;

import io.habitus.core.run.RunContext;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Lloyd's algorithm with k-means++ seeding on code vectors with integer weights. Coordinates and
 * weights are integers, so a cluster's sums are exact and the result depends on nothing but the
 * seed and the points.
 */
final class KMeans {
  /** Rounds end when at most this share of the points changes its cluster. */
  private static final double SETTLED = 0.001;

  private final int clusters;
  private final int width;
  private final float[] centroids; // (width, clusters): neighbours in memory are clusters
  private final float[] norms; // (clusters) squared length

  private KMeans(int width, float[] centroids) {
    this.width = width;
    this.clusters = centroids.length / width;
    this.centroids = centroids;
    this.norms = new float[clusters];
    measureNorms();
  }

  /** Clusters by their centroids, (width, clusters) row-major, as {@link #centroids} gives them. */
  static KMeans ofCentroids(int width, float[] centroids) {
    return new KMeans(width, centroids.clone());
  }

  /**
   * Fits clusters.
   *
   * @param points code vectors
   * @param chosen which of them to fit on
   * @param weights of the chosen, positive
   * @param k clusters; fewer where there are fewer different points
   */
  static KMeans fit(
      CodeMatrix points,
      int[] chosen,
      long[] weights,
      int k,
      int rounds,
      long seed,
      RunContext context) {
    KMeans means =
        new KMeans(points.width(), seeds(points, chosen, weights, k, new SplittableRandom(seed)));
    Assignment assignment = new Assignment(points, chosen);
    int settled = (int) (chosen.length * SETTLED);
    for (int round = 0; round < rounds; round++) {
      int moved = assignment.assign(means, context);
      if (moved == 0) {
        return means;
      }
      assignment.moved(means.move(points, chosen, weights, assignment));
      if (moved <= settled) {
        return means;
      }
    }
    return means;
  }

  int clusters() {
    return clusters;
  }

  int width() {
    return width;
  }

  /** A copy, (width, clusters) row-major. */
  float[] centroids() {
    return centroids.clone();
  }

  /**
   * The nearest centroid to a point; among equally near ones the first. Sums are doubles and
   * centroids floats because arrays of two types cannot overlap: the compiler then vectorises.
   */
  int nearest(CodeMatrix points, int point, double[] scratch) {
    for (int c = 0; c < clusters; c++) {
      scratch[c] = norms[c];
    }
    for (int d = 0; d < width; d++) {
      double x = -2.0 * points.get(point, d);
      int row = d * clusters;
      for (int c = 0; c < clusters; c++) {
        scratch[c] += x * centroids[row + c];
      }
    }
    return least(scratch);
  }

  /** A branch that is rarely taken: a conditional move would wait for the one before. */
  private int least(double[] sums) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < clusters; c++) {
      if (sums[c] < least) {
        least = sums[c];
        best = c;
      }
    }
    return best;
  }

  /**
   * Moves every centroid to the mean of its points; one without points stays where it is.
   *
   * @return how far each has moved
   */
  private double[] move(CodeMatrix points, int[] chosen, long[] weights, Assignment assignment) {
    long[] sums = new long[width * clusters];
    long[] totals = new long[clusters];
    for (int i = 0; i < chosen.length; i++) {
      int cluster = assignment.nearest(i);
      totals[cluster] += weights[i];
      for (int d = 0; d < width; d++) {
        sums[d * clusters + cluster] += weights[i] * points.get(chosen[i], d);
      }
    }
    double[] squared = new double[clusters];
    for (int at = 0; at < sums.length; at++) {
      int cluster = at % clusters;
      float before = centroids[at];
      if (totals[cluster] > 0) {
        centroids[at] = (float) ((double) sums[at] / totals[cluster]);
      }
      double difference = (double) centroids[at] - before;
      squared[cluster] += difference * difference;
    }
    measureNorms();
    return Arrays.stream(squared).map(Math::sqrt).toArray();
  }

  private void measureNorms() {
    Arrays.fill(norms, 0);
    for (int at = 0; at < centroids.length; at++) {
      norms[at % clusters] += centroids[at] * centroids[at];
    }
  }

  /**
   * k-means++: each next seed is drawn by weight times squared distance to the seeds so far. The
   * points' coordinates lie apart, so that distances are loops over neighbours in memory, which
   * become vectors.
   */
  private static float[] seeds(
      CodeMatrix points, int[] chosen, long[] weights, int k, SplittableRandom random) {
    int farthest = Math.multiplyExact(255 * 255, points.width()); // all distances fit an int
    int[][] coordinates = coordinates(points, chosen);
    int[] distance = new int[chosen.length];
    Arrays.fill(distance, farthest);
    int[] seeds = new int[k];
    int found = 0;
    while (found < k) {
      int next = draw(found == 0 ? ones(chosen.length) : distance, weights, random);
      if (next < 0) {
        break; // every point is a seed
      }
      int[] toNext = new int[chosen.length];
      for (int[] row : coordinates) {
        addSquares(row, row[next], toNext);
      }
      for (int i = 0; i < toNext.length; i++) {
        distance[i] = Math.min(distance[i], toNext[i]);
      }
      seeds[found++] = chosen[next];
    }
    return transposed(points, Arrays.copyOf(seeds, found));
  }

  private static int[] ones(int size) {
    int[] ones = new int[size];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** (width, chosen). */
  private static int[][] coordinates(CodeMatrix points, int[] chosen) {
    int[][] rows = new int[points.width()][chosen.length];
    for (int d = 0; d < rows.length; d++) {
      for (int i = 0; i < chosen.length; i++) {
        rows[d][i] = points.get(chosen[i], d);
      }
    }
    return rows;
  }

  private static void addSquares(int[] row, int from, int[] sums) {
    for (int i = 0; i < row.length; i++) {
      int difference = row[i] - from;
      sums[i] += difference * difference;
    }
  }

  private static int draw(int[] distance, long[] weights, SplittableRandom random) {
    long total = 0;
    for (int i = 0; i < distance.length; i++) {
      total += distance[i] * weights[i];
    }
    if (total == 0) {
      return -1;
    }
    long at = random.nextLong(total);
    int i = 0;
    while (at >= distance[i] * weights[i]) {
      at -= distance[i] * weights[i];
      i++;
    }
    return i;
  }

  private static float[] transposed(CodeMatrix points, int[] seeds) {
    float[] centroids = new float[points.width() * seeds.length];
    for (int d = 0; d < points.width(); d++) {
      for (int c = 0; c < seeds.length; c++) {
        centroids[d * seeds.length + c] = points.get(seeds[c], d);
      }
    }
    return centroids;
  }
}
