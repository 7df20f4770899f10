package io.habitus.evaluation.interval;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How often each client is drawn. A draw depends on the seed, its number and the rank of the
 * client's id alone, so that profile sets with the same clients meet the same draws in whatever
 * order they list them.
 */
public final class Resamples {
  private final long seed;
  private final int population;
  private final int[] ranks; // row → rank of the client's id in the population

  /** Draws from the clients of the rows. */
  public Resamples(long seed, long[] clientIds) {
    this(seed, clientIds, clientIds);
  }

  /**
   * Draws from more clients than there are rows for.
   *
   * @param population ids of all clients that are drawn from
   * @param clientIds of the rows, each of them in the population
   */
  public Resamples(long seed, long[] population, long[] clientIds) {
    this.seed = seed;
    this.population = population.length;
    long[] sorted = population.clone();
    Arrays.sort(sorted);
    ranks = new int[clientIds.length];
    for (int row = 0; row < ranks.length; row++) {
      ranks[row] = Arrays.binarySearch(sorted, clientIds[row]);
      if (ranks[row] < 0) {
        throw new IllegalArgumentException("client of row " + row + " is not in the population");
      }
    }
  }

  /** Times that each client is drawn, by row; as many draws as there are in the population. */
  public byte[] draw(int number) {
    int clients = population;
    byte[] byRank = new byte[clients]; // more than 127 draws of one client do not happen: 1e-215
    SplittableRandom random = new SplittableRandom(mix(seed, number));
    for (int i = 0; i < clients; i++) {
      byRank[random.nextInt(clients)]++;
    }
    byte[] byRow = new byte[ranks.length];
    for (int row = 0; row < byRow.length; row++) {
      byRow[row] = byRank[ranks[row]];
    }
    return byRow;
  }

  /** Neighbouring numbers give unrelated seeds (the finaliser of MurmurHash3). */
  private static long mix(long seed, int number) {
    long z = seed * 0x2545F4914F6CDD1DL + number;
    z = (z ^ (z >>> 33)) * 0xff51afd7ed558ccdL;
    z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return z ^ (z >>> 33);
  }
}
