package io.habitus.recommend;

import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.data.ItemIndex;
import io.habitus.recommend.sequential.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Small data with a known answer. */
public final class Toy {
  private Toy() {}

  /** Users 1, 2, … with these items; ids are "i0", "i1", … */
  public static Interactions of(int items, int[]... sequences) {
    int[] starts = new int[sequences.length + 1];
    for (int user = 0; user < sequences.length; user++) {
      starts[user + 1] = starts[user] + sequences[user].length;
    }
    int[] all = Arrays.stream(sequences).flatMapToInt(Arrays::stream).toArray();
    return new Interactions(
        index(items),
        IntStream.rangeClosed(1, sequences.length).asLongStream().toArray(),
        starts,
        all,
        new long[0]);
  }

  public static ItemIndex index(int items) {
    List<String> ids = new ArrayList<>();
    IntStream.range(0, items).forEach(item -> ids.add("i" + item));
    return new ItemIndex(ids);
  }

  /**
   * A planted chain: after item i comes (3·i + 1) mod items, or, with probability {@code noise},
   * any item.
   */
  public static Interactions chain(int users, int items, int length, double noise, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[][] sequences = new int[users][length];
    for (int[] sequence : sequences) {
      sequence[0] = random.nextInt(items);
      for (int i = 1; i < length; i++) {
        sequence[i] =
            random.nextDouble() < noise ? random.nextInt(items) : next(sequence[i - 1], items);
      }
    }
    return of(items, sequences);
  }

  public static int next(int item, int items) {
    return (3 * item + 1) % items;
  }

  /** Gives each history scores by a function. */
  public static Recommender recommender(ItemIndex items, Function<int[], float[]> scores) {
    return new Recommender() {
      @Override
      public String name() {
        return "toy";
      }

      @Override
      public ItemIndex items() {
        return items;
      }

      @Override
      public boolean ranks(int item) {
        return true;
      }

      @Override
      public Scorer scorer() {
        return new Scorer() {
          @Override
          public void score(List<int[]> histories, Row row) {
            for (int i = 0; i < histories.size(); i++) {
              row.take(i, scores.apply(histories.get(i)), 0);
            }
          }

          @Override
          public void close() {}
        };
      }

      @Override
      public void close() {}
    };
  }

  /** Settings such as {@code width=16 epochs=3}; later ones win. */
  public static Settings settings(String words, String... more) {
    Map<String, String> values = new HashMap<>();
    Stream.concat(Stream.of(words.split(" ")), Stream.of(more))
        .map(word -> word.split("=", 2))
        .forEach(pair -> values.put(pair[0], pair[1]));
    return Settings.of(values);
  }
}
