package io.habitus.features.event;

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
  static KMeans fit(CodeMatrix points, int[] chosen, long[] weights, int k, int rounds, long seed) {
    KMeans means =
        new KMeans(points.width(), seeds(points, chosen, weights, k, new SplittableRandom(seed)));
    int[] nearest = new int[chosen.length];
    Arrays.fill(nearest, -1);
    int settled = (int) (chosen.length * SETTLED);
    for (int round = 0; round < rounds; round++) {
      int moved = means.assign(points, chosen, nearest);
      if (moved == 0) {
        return means;
      }
      means.move(points, chosen, weights, nearest);
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

  /** Assigns every chosen point; returns how many have changed their cluster. */
  private int assign(CodeMatrix points, int[] chosen, int[] nearest) {
    int moved = 0;
    double[] scratch = new double[clusters];
    for (int i = 0; i < chosen.length; i++) {
      int now = nearest(points, chosen[i], scratch);
      moved += now == nearest[i] ? 0 : 1;
      nearest[i] = now;
    }
    return moved;
  }

  /** Moves every centroid to the mean of its points; one without points stays where it is. */
  private void move(CodeMatrix points, int[] chosen, long[] weights, int[] nearest) {
    long[] sums = new long[width * clusters];
    long[] totals = new long[clusters];
    for (int i = 0; i < chosen.length; i++) {
      totals[nearest[i]] += weights[i];
      for (int d = 0; d < width; d++) {
        sums[d * clusters + nearest[i]] += weights[i] * points.get(chosen[i], d);
      }
    }
    for (int at = 0; at < sums.length; at++) {
      long total = totals[at % clusters];
      centroids[at] = total == 0 ? centroids[at] : (float) ((double) sums[at] / total);
    }
    measureNorms();
  }

  private void measureNorms() {
    Arrays.fill(norms, 0);
    for (int at = 0; at < centroids.length; at++) {
      norms[at % clusters] += centroids[at] * centroids[at];
    }
  }

  /** k-means++: each next seed is drawn by weight times squared distance to the seeds so far. */
  private static float[] seeds(
      CodeMatrix points, int[] chosen, long[] weights, int k, SplittableRandom random) {
    long[] distance = new long[chosen.length];
    Arrays.fill(distance, 1);
    int[] seeds = new int[k];
    int found = 0;
    while (found < k) {
      int next = draw(distance, weights, random);
      if (next < 0) {
        break; // every point is a seed
      }
      seeds[found++] = chosen[next];
      for (int i = 0; i < chosen.length; i++) {
        long squared = squaredDistance(points, chosen[i], chosen[next]);
        distance[i] = found == 1 ? squared : Math.min(distance[i], squared);
      }
    }
    return transposed(points, Arrays.copyOf(seeds, found));
  }

  private static int draw(long[] distance, long[] weights, SplittableRandom random) {
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

  private static long squaredDistance(CodeMatrix points, int a, int b) {
    long sum = 0;
    for (int d = 0; d < points.width(); d++) {
      long difference = points.get(a, d) - points.get(b, d);
      sum += difference * difference;
    }
    return sum;
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
