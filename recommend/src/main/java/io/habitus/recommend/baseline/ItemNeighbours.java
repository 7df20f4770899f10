package io.habitus.recommend.baseline;

import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.core.run.Workers;
import io.habitus.recommend.Recommender;
import io.habitus.recommend.data.ItemIndex;
import io.habitus.recommend.data.Partition;
import java.util.Arrays;
import java.util.List;

/**
 * Item-kNN: two items are alike as far as the same users took both, cosine with shrinkage n(i,j) /
 * (√(n(i)·n(j)) + shrinkage). An item's score is the sum of its likeness to the history's items,
 * newer ones counting more: decay^age. Only the k most alike items of each item count.
 */
public final class ItemNeighbours implements Recommender {
  private final ItemIndex items;
  private final Settings settings;
  private final int[] counts; // (items) users
  private final int[][] neighbours; // (items)(at most k)
  private final float[][] likeness; // (items)(at most k)

  /**
   * How neighbours are found.
   *
   * @param neighbours that count, of each item
   * @param shrinkage added to the norms: likeness that few users show counts less
   * @param decay factor for each step into the past; 1: all items of a history count alike
   */
  public record Settings(int neighbours, double shrinkage, double decay) {
    /** 100 neighbours, shrinkage 10, decay 0.8. */
    public static final Settings DEFAULTS = new Settings(100, 10, 0.8);

    public Settings {
      if (neighbours < 1 || !(shrinkage >= 0) || !(decay > 0 && decay <= 1)) {
        throw new UsageException(
            "item-kNN: expected at least one neighbour, shrinkage of at least 0, 0 < decay <= 1,"
                + " found %d, %s, %s".formatted(neighbours, shrinkage, decay));
      }
    }
  }

  private ItemNeighbours(ItemIndex items, Settings settings, int[] counts) {
    this.items = items;
    this.settings = settings;
    this.counts = counts;
    neighbours = new int[items.size()][];
    likeness = new float[items.size()][];
  }

  /** Counts who took what together. */
  public static ItemNeighbours fit(Partition partition, Settings settings, RunContext context) {
    int[][] byUser = new int[partition.data().size()][];
    Arrays.setAll(
        byUser, user -> Arrays.stream(partition.training(user)).sorted().distinct().toArray());
    int[] counts = new int[partition.data().items().size()];
    for (int[] taken : byUser) {
      for (int item : taken) {
        counts[item]++;
      }
    }
    ItemNeighbours model = new ItemNeighbours(partition.data().items(), settings, counts);
    int[][] byItem = turned(byUser, counts);
    int pieces = Math.ceilDiv(counts.length, 256);
    Workers.forEach(
        pieces,
        context,
        "finding neighbours",
        piece -> {
          int[] together = new int[counts.length];
          int until = Math.min(counts.length, (piece + 1) * 256);
          for (int item = piece * 256; item < until; item++) {
            model.find(item, byItem, byUser, together);
          }
        });
    return model;
  }

  private static int[][] turned(int[][] byUser, int[] counts) {
    int[][] byItem = new int[counts.length][];
    Arrays.setAll(byItem, item -> new int[counts[item]]);
    int[] next = new int[counts.length];
    for (int user = 0; user < byUser.length; user++) {
      for (int item : byUser[user]) {
        byItem[item][next[item]++] = user;
      }
    }
    return byItem;
  }

  private void find(int item, int[][] byItem, int[][] byUser, int[] together) {
    int[] touched = new int[16];
    int found = 0;
    for (int user : byItem[item]) {
      for (int other : byUser[user]) {
        if (other != item && together[other]++ == 0) {
          touched = found == touched.length ? Arrays.copyOf(touched, 2 * found) : touched;
          touched[found++] = other;
        }
      }
    }
    long[] order = new long[found]; // descending likeness, then ascending number
    for (int i = 0; i < found; i++) {
      int other = touched[i];
      float alike = alike(together[other], counts[item], counts[other]);
      order[i] = (long) ~Float.floatToIntBits(alike) << 32 | other;
      together[other] = 0;
    }
    // Positive floats ascend as their bits do, so the complement's order is descending.
    Arrays.sort(order);
    int kept = Math.min(settings.neighbours(), found);
    neighbours[item] = new int[kept];
    likeness[item] = new float[kept];
    for (int i = 0; i < kept; i++) {
      neighbours[item][i] = (int) order[i];
      likeness[item][i] = Float.intBitsToFloat(~(int) (order[i] >> 32));
    }
  }

  private float alike(int both, int one, int other) {
    return (float) (both / (Math.sqrt((double) one * other) + settings.shrinkage()));
  }

  @Override
  public String name() {
    return "item-knn";
  }

  @Override
  public ItemIndex items() {
    return items;
  }

  @Override
  public boolean ranks(int item) {
    return counts[item] > 0;
  }

  @Override
  public Scorer scorer() {
    return new Scorer() {
      @Override
      public void score(List<int[]> histories, Row row) {
        float[] scores = new float[items.size()];
        for (int i = 0; i < histories.size(); i++) {
          if (add(histories.get(i), scores)) {
            row.take(i, scores, 0);
          }
        }
      }

      @Override
      public void close() {}
    };
  }

  /** False where no item of the history is known. */
  private boolean add(int[] history, float[] scores) {
    Arrays.fill(scores, 0);
    boolean any = false;
    double weight = 1;
    for (int step = history.length - 1; step >= 0; step--) {
      int item = history[step];
      any |= counts[item] > 0;
      for (int n = 0; n < neighbours[item].length; n++) {
        scores[neighbours[item][n]] += (float) (weight * likeness[item][n]);
      }
      weight *= settings.decay();
    }
    return any;
  }

  @Override
  public void close() {}
}
