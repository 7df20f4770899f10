package io.habitus.explain.steer;

import io.habitus.recommend.data.Partition;
import io.habitus.recommend.sequential.FittedSequential;
import io.habitus.recommend.sequential.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a recommender thinks after items of training sequences.
 *
 * @param states (positions, width) row-major
 * @param items (positions) the item at each position, the newest that the state has read
 * @param next (positions) the item that came after it
 * @param width of a state
 */
@SuppressWarnings("ArrayRecordComponent")
public record HiddenStates(float[] states, int[] items, int[] next, int width) {
  private static final int AT_ONCE = 1024;

  /**
   * Positions of all users' training parts that have a next item there, as many of each at most,
   * drawn without repetition.
   *
   * @param layer whose states
   * @param perUser positions of a user at most
   */
  public static HiddenStates of(
      FittedSequential model, Layer layer, Partition partition, int perUser, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<int[]> histories = new ArrayList<>();
    List<Integer> next = new ArrayList<>();
    for (int user = 0; user < partition.data().size(); user++) {
      int[] items = partition.training(user);
      int[] lengths = new int[Math.max(0, items.length - 1)];
      Arrays.setAll(lengths, i -> i + 1);
      for (int n = 0; n < Math.min(perUser, lengths.length); n++) {
        int other = n + random.nextInt(lengths.length - n);
        int chosen = lengths[other];
        lengths[other] = lengths[n];
        if (model.ranks(items[chosen - 1])) {
          histories.add(Arrays.copyOf(items, chosen));
          next.add(items[chosen]);
        }
      }
    }
    int width = model.width();
    float[] states = new float[Math.multiplyExact(histories.size(), width)];
    for (int from = 0; from < histories.size(); from += AT_ONCE) {
      int count = Math.min(AT_ONCE, histories.size() - from);
      float[][] some = model.hidden(histories.subList(from, from + count), layer);
      for (int i = 0; i < count; i++) {
        System.arraycopy(some[i], 0, states, (from + i) * width, width);
      }
    }
    int[] items = histories.stream().mapToInt(each -> each[each.length - 1]).toArray();
    return new HiddenStates(
        states, items, next.stream().mapToInt(Integer::intValue).toArray(), width);
  }
}
