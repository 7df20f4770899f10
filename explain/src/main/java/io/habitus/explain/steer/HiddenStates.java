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
 * @param users (positions) whose history it is
 * @param lengths (positions) how many items of the user's training part the state has read
 * @param width of a state
 */
@SuppressWarnings("ArrayRecordComponent")
public record HiddenStates(
    float[] states, int[] items, int[] next, int[] users, int[] lengths, int width) {
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
        after(model, layer, partition, users.toArray(), lengths.toArray()),
        items.toArray(),
        next.toArray(),
        users.toArray(),
        lengths.toArray(),
        model.width());
  }

  /** Some of the positions. */
  public HiddenStates at(int[] rows) {
    float[] some = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(states, rows[i] * width, some, i * width, width);
    }
    return new HiddenStates(
        some, at(rows, items), at(rows, next), at(rows, users), at(rows, lengths), width);
  }

  private static int[] at(int[] rows, int[] values) {
    return Arrays.stream(rows).map(row -> values[row]).toArray();
  }

  /**
   * States after the beginnings of users' training parts, in blocks: a history is only held while
   * its block is computed.
   *
   * @param lengths how many items of each user are read, the last of them one that the model ranks
   * @return (users, width) row-major
   */
  static float[] after(
      FittedSequential model, Layer layer, Partition partition, int[] users, int[] lengths) {
    int width = model.width();
    ContextCodes context = model.contextOf(partition.data());
    float[] states = new float[Math.multiplyExact(users.length, width)];
    for (int from = 0; from < users.length; from += AT_ONCE) {
      int count = Math.min(AT_ONCE, users.length - from);
      List<int[]> histories = new ArrayList<>();
      List<int[][]> beside = new ArrayList<>();
      for (int i = from; i < from + count; i++) {
        int[] places = Arrays.copyOf(partition.learned(users[i]), lengths[i]);
        histories.add(partition.items(users[i], places));
        beside.add(context.of(users[i], places));
      }
      float[][] some = model.hidden(histories, beside, layer);
      for (int i = 0; i < count; i++) {
        System.arraycopy(some[i], 0, states, (from + i) * width, width);
      }
    }
    return states;
  }
}
