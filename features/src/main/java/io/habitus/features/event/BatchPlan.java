package io.habitus.features.event;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Cuts a pool into batches: by length, at random among similar lengths, in random order. The order
 * in which clients came into the pool does not matter, so that clients of one pool have the same
 * batches however a store deals them to its shards.
 */
final class BatchPlan {
  private BatchPlan() {}

  /**
   * The members of each batch, longest first.
   *
   * @param random of this epoch, lane and pool
   */
  static List<int[]> of(ClientPool pool, BatchSettings settings, SplittableRandom random) {
    int[] byId = pool.byClientId();
    int size = byId.length;
    long[] order = new long[size]; // bucket, random key, rank of the id: 11, 24 and 28 bits
    double logGrowth = Math.log(settings.bucketGrowth());
    for (int rank = 0; rank < size; rank++) {
      long bucket = (long) (Math.log(Math.max(1, pool.length(byId[rank]))) / logGrowth);
      long key = settings.shuffle() ? random.nextLong(1L << 24) : 0;
      order[rank] = Math.min(2047, bucket) << 52 | key << 28 | rank;
    }
    Arrays.sort(order);
    int[] members = new int[size];
    Arrays.setAll(members, i -> byId[(int) (order[i] & ((1 << 28) - 1))]);
    List<int[]> batches = new ArrayList<>();
    for (int from = 0; from < size; from += settings.batchSize()) {
      int until = Math.min(size, from + settings.batchSize());
      batches.add(longestFirst(pool, Arrays.copyOfRange(members, from, until)));
    }
    if (settings.shuffle()) {
      shuffle(batches, random);
    }
    return batches;
  }

  private static int[] longestFirst(ClientPool pool, int[] members) {
    long[] byLength = new long[members.length];
    Arrays.setAll(byLength, i -> (long) -pool.length(members[i]) << 32 | i);
    Arrays.sort(byLength);
    int[] sorted = new int[members.length];
    Arrays.setAll(sorted, i -> members[(int) byLength[i]]);
    return sorted;
  }

  private static void shuffle(List<int[]> batches, SplittableRandom random) {
    for (int i = batches.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int[] swapped = batches.get(i);
      batches.set(i, batches.get(j));
      batches.set(j, swapped);
    }
  }
}
