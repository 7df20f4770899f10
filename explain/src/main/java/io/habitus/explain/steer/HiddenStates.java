package io.habitus.explain.steer;

import io.habitus.core.array.IntList;
import io.habitus.recommend.data.ContextCodes;
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
    IntList users = new IntList();
    IntList lengths = new IntList();
    IntList items = new IntList();
    IntList next = new IntList();
    for (int user = 0; user < partition.data().size(); user++) {
      int[] training = partition.training(user);
      int[] drawn = new int[Math.max(0, training.length - 1)];
      Arrays.setAll(drawn, i -> i + 1);
      for (int n = 0; n < Math.min(perUser, drawn.length); n++) {
        int other = n + random.nextInt(drawn.length - n);
        int length = drawn[other];
        drawn[other] = drawn[n];
        if (model.ranks(training[length - 1])) {
          users.add(user);
          lengths.add(length);
          items.add(training[length - 1]);
          next.add(training[length]);
        }
      }
    }
    return new HiddenStates(
        states(model, layer, partition, users, lengths),
        items.toArray(),
        next.toArray(),
        model.width());
  }

  /** The states, in blocks: a position's history is only held while its block is computed. */
  private static float[] states(
      FittedSequential model, Layer layer, Partition partition, IntList users, IntList lengths) {
    int width = model.width();
    ContextCodes context = model.contextOf(partition.data());
    float[] states = new float[Math.multiplyExact(users.size(), width)];
    for (int from = 0; from < users.size(); from += AT_ONCE) {
      int count = Math.min(AT_ONCE, users.size() - from);
      List<int[]> histories = new ArrayList<>();
      List<int[][]> beside = new ArrayList<>();
      for (int i = from; i < from + count; i++) {
        int[] places = Arrays.copyOf(partition.learned(users.get(i)), lengths.get(i));
        histories.add(partition.items(users.get(i), places));
        beside.add(context.of(users.get(i), places));
      }
      float[][] some = model.hidden(histories, beside, layer);
      for (int i = 0; i < count; i++) {
        System.arraycopy(some[i], 0, states, (from + i) * width, width);
      }
    }
    return states;
  }
}
