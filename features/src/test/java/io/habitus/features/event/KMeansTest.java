package io.habitus.features.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.run.RunContext;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Codes;
import io.habitus.core.store.Vocabulary;
import io.habitus.testkit.memory.MemoryLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KMeansTest {
  private static final int FIRST = Codes.FIRST_VALUE;

  /** Points around four corners, far from each other. */
  private static CodeMatrix corners(int count) {
    Random random = new Random(2);
    MemoryLog log = MemoryLog.challenge();
    for (int i = 0; i < count; i++) {
      byte[] vector = new byte[16];
      for (int d = 0; d < 16; d++) {
        boolean high = d < 8 ? i % 4 >= 2 : i % 2 == 1;
        vector[d] = (byte) ((high ? 200 : 30) + random.nextInt(20));
      }
      log.event(1, i, Schema.SEARCH, vector);
    }
    Vocabulary queries = log.histories().vocabulary(2);
    return new CodeMatrix(queries, 16);
  }

  private static long squaredDistance(CodeMatrix points, int code, int other) {
    long sum = 0;
    for (int d = 0; d < points.width(); d++) {
      long difference = points.get(code, d) - points.get(other, d);
      sum += difference * difference;
    }
    return sum;
  }

  private static KMeans fit(CodeMatrix points, int k, int rounds) {
    int[] chosen = IntStream.range(FIRST, points.size()).toArray();
    long[] weights = new long[chosen.length];
    Arrays.fill(weights, 1);
    return KMeans.fit(points, chosen, weights, k, rounds, 9, RunContext.silent());
  }

  @Test
  void groupsThatAreFarApartAreFound() {
    CodeMatrix points = corners(80);
    KMeans means = fit(points, 4, 50);
    double[] scratch = new double[4];
    Set<Integer> clusters = new HashSet<>();
    for (int group = 0; group < 4; group++) {
      int cluster = means.nearest(points, FIRST + group, scratch);
      clusters.add(cluster);
      for (int i = group; i < 80; i += 4) {
        assertThat(means.nearest(points, FIRST + i, scratch)).isEqualTo(cluster);
      }
    }
    assertThat(clusters).hasSize(4);
  }

  @Test
  void centroidsAreTheMeansOfTheirPoints() {
    CodeMatrix points = corners(80);
    KMeans means = fit(points, 6, 100);
    double[] scratch = new double[6];
    double[][] sums = new double[6][17];
    for (int p = FIRST; p < points.size(); p++) {
      int cluster = means.nearest(points, p, scratch);
      sums[cluster][16]++;
      for (int d = 0; d < 16; d++) {
        sums[cluster][d] += points.get(p, d);
      }
    }
    for (int c = 0; c < 6; c++) {
      for (int d = 0; d < 16; d++) {
        assertThat(means.centroids()[d * 6 + c]).isEqualTo((float) (sums[c][d] / sums[c][16]));
      }
    }
  }

  /** Points without any structure, so that bounds are tight and many points change. */
  private static CodeMatrix noise(int count) {
    Random random = new Random(3);
    MemoryLog log = MemoryLog.challenge();
    for (int i = 0; i < count; i++) {
      byte[] vector = new byte[16];
      for (int d = 0; d < 16; d++) {
        vector[d] = (byte) (d < 3 ? random.nextInt(256) : random.nextInt(4));
      }
      log.event(1, i, Schema.SEARCH, vector);
    }
    return new CodeMatrix(log.histories().vocabulary(2), 16);
  }

  /** Bounds only save work: after any number of rounds it is what measuring every point gives. */
  @Test
  void boundsChangeNothing() {
    CodeMatrix points = noise(5_000);
    KMeans means = fit(points, 40, 0);
    double[] scratch = new double[40];
    for (int rounds = 1; rounds <= 12; rounds++) {
      double[][] sums = new double[40][17];
      for (int p = FIRST; p < points.size(); p++) {
        int cluster = means.nearest(points, p, scratch);
        sums[cluster][16]++;
        for (int d = 0; d < 16; d++) {
          sums[cluster][d] += points.get(p, d);
        }
      }
      float[] expected = means.centroids();
      for (int c = 0; c < 40; c++) {
        for (int d = 0; d < 16 && sums[c][16] > 0; d++) {
          expected[d * 40 + c] = (float) (sums[c][d] / sums[c][16]);
        }
      }
      means = fit(points, 40, rounds);
      assertThat(means.centroids()).as("after %d rounds", rounds).containsExactly(expected);
    }
  }

  /** The seeds, by the definition: no distance is left out. */
  @Test
  void seedsAreDrawnByTheDistanceToAllBefore() {
    CodeMatrix points = noise(700);
    SplittableRandom random = new SplittableRandom(9);
    int n = points.size() - FIRST;
    List<Integer> seeds = new ArrayList<>();
    for (int k = 0; k < 30; k++) {
      long[] weights = new long[n];
      for (int i = 0; i < n; i++) {
        int point = FIRST + i;
        weights[i] =
            seeds.stream().mapToLong(s -> squaredDistance(points, s, point)).min().orElse(1);
      }
      long at = random.nextLong(Arrays.stream(weights).sum());
      int i = 0;
      while (at >= weights[i]) {
        at -= weights[i++];
      }
      seeds.add(FIRST + i);
    }
    float[] centroids = fit(points, 30, 0).centroids();
    for (int c = 0; c < 30; c++) {
      for (int d = 0; d < 16; d++) {
        assertThat(centroids[d * 30 + c]).isEqualTo(points.get(seeds.get(c), d));
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameCentroids() {
    CodeMatrix points = corners(300);
    assertThat(fit(points, 20, 50).centroids()).containsExactly(fit(points, 20, 50).centroids());
  }

  @Test
  void fewerPointsThanClustersAreAllSeeds() {
    CodeMatrix points = corners(5);
    KMeans means = fit(points, 100, 50);
    assertThat(means.clusters()).isEqualTo(5);
    assertThat(
            KMeans.fit(points, new int[0], new long[0], 100, 50, 1, RunContext.silent()).clusters())
        .isZero();
  }
}
