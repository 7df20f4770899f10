package io.habitus.features.event;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Cuts a pool into batches: by length, at random among similar lengths, in random order. */
final class BatchPlan {
  private BatchPlan() {}

  /**
   * The members of each batch, longest first.
   *
   * @param random of this epoch, lane and pool
   */
  static List<int[]> of(ClientPool pool, BatchSettings settings, SplittableRandom random) {
    int size = pool.size();
    long[] order = new long[size]; // bucket, random key, member: 11, 24 and 28 bits
    double logGrowth = Math.log(settings.bucketGrowth());
    for (int member = 0; member < size; member++) {
      long bucket = (long) (Math.log(Math.max(1, pool.length(member))) / logGrowth);
      long key = settings.shuffle() ? random.nextLong(1L << 24) : 0;
      order[member] = Math.min(2047, bucket) << 52 | key << 28 | member;
    }
    Arrays.sort(order);
    List<int[]> batches = new ArrayList<>();
    for (int from = 0; from < size; from += settings.batchSize()) {
      batches.add(members(pool, order, from, Math.min(size, from + settings.batchSize())));
    }
    if (settings.shuffle()) {
      shuffle(batches, random);
    }
    return batches;
  }

  private static int[] members(ClientPool pool, long[] order, int from, int until) {
    long[] byLength = new long[until - from];
    for (int i = from; i < until; i++) {
      int member = (int) (order[i] & ((1 << 28) - 1));
      byLength[i - from] = (long) -pool.length(member) << 32 | (i - from);
    }
    Arrays.sort(byLength);
    int[] members = new int[byLength.length];
    Arrays.setAll(members, i -> (int) (order[from + (int) byLength[i]] & ((1 << 28) - 1)));
    return members;
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
