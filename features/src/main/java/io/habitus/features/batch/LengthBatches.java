package io.habitus.features.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Cuts sequences into batches: by length, at random among similar lengths, in random order.
 *
 * @param batchSize sequences of a batch; the last one may have fewer
 * @param growth lengths within this factor of each other are shuffled together
 */
public record LengthBatches(int batchSize, double growth) {
  /** Members fit 28 bits, random keys 24, buckets 11. */
  private static final int MEMBER_BITS = 28;

  private static final long MEMBER = (1L << MEMBER_BITS) - 1;
  private static final int KEY_BITS = 24;
  private static final int BUCKETS = 1 << 11;

  public LengthBatches {
    if (batchSize < 1 || !(growth > 1)) {
      throw new IllegalArgumentException(
          "expected batchSize of at least 1 and growth > 1, found %d, %s"
              .formatted(batchSize, growth));
    }
  }

  /**
   * The members of each batch, longest first.
   *
   * @param size number of sequences
   * @param length of a sequence
   * @param random null: nothing is shuffled, shortest batches first
   */
  public List<int[]> of(int size, IntUnaryOperator length, @Nullable SplittableRandom random) {
    if (size > MEMBER) {
      throw new IllegalArgumentException("expected at most %d members".formatted(MEMBER));
    }
    long[] order = new long[size]; // bucket, random key, member
    double logGrowth = Math.log(growth);
    for (int member = 0; member < size; member++) {
      long bucket = (long) (Math.log(Math.max(1, length.applyAsInt(member))) / logGrowth);
      long key = random == null ? 0 : random.nextLong(1L << KEY_BITS);
      long place = Math.min(BUCKETS - 1, bucket) << KEY_BITS | key;
      order[member] = place << MEMBER_BITS | member;
    }
    Arrays.sort(order);
    List<int[]> batches = new ArrayList<>();
    for (int from = 0; from < size; from += batchSize) {
      batches.add(members(length, order, from, Math.min(size, from + batchSize)));
    }
    if (random != null) {
      shuffle(batches, random);
    }
    return batches;
  }

  private static int[] members(IntUnaryOperator length, long[] order, int from, int until) {
    long[] byLength = new long[until - from];
    for (int i = from; i < until; i++) {
      byLength[i - from] = (long) -length.applyAsInt((int) (order[i] & MEMBER)) << 32 | (i - from);
    }
    Arrays.sort(byLength);
    int[] members = new int[byLength.length];
    Arrays.setAll(members, i -> (int) (order[from + (int) byLength[i]] & MEMBER));
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
