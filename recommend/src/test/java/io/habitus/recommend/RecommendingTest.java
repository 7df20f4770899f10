package io.habitus.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.run.RunContext;
import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.data.ItemIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecommendingTest {
  /** Scores 0, 10, 20, … but items 3 and 4 are alike. */
  private static final Recommender MODEL =
      Toy.recommender(
          Toy.index(6),
          history -> {
            float[] scores = {0, 10, 20, 30, 30, 5};
            return scores;
          });

  private static List<String> ids(List<Recommendation> list) {
    return list.stream().map(Recommendation::item).toList();
  }

  private static List<String> of(Recommending.Rules rules, String... history) {
    return ids(new Recommending(MODEL, rules).of(List.of(history)));
  }

  @Test
  void bestFirstWithoutWhatWasSeenAndTiesBySmallerItem() {
    assertThat(of(Recommending.Rules.best(3), "i2")).containsExactly("i3", "i4", "i1");
    assertThat(of(new Recommending.Rules(3, true, Optional.empty(), List.of()), "i2"))
        .containsExactly("i3", "i4", "i2");
  }

  @Test
  void listsOfAllowedAndDeniedItemsHold() {
    assertThat(
            of(
                new Recommending.Rules(
                    9, false, Optional.of(List.of("i0", "i3", "i5", "no such")), List.of("i3")),
                "i2"))
        .containsExactly("i5", "i0");
  }

  @Test
  void usersComeInOrderForAnyNumberOfThreadsAndItemsMeetById() {
    // The data's item 0 is the model's i3, its item 1 is nobody's.
    Interactions data =
        new Interactions(
            new ItemIndex(List.of("i3", "other")),
            IntStream.range(0, 1500).asLongStream().toArray(),
            IntStream.rangeClosed(0, 1500).toArray(),
            IntStream.range(0, 1500).map(i -> i % 2).toArray(),
            new long[0]);
    int[] users = IntStream.range(0, 1500).toArray();
    for (int threads : new int[] {1, 3}) {
      List<String> first = new ArrayList<>();
      new Recommending(MODEL, Recommending.Rules.best(1))
          .forEach(
              data,
              users,
              RunContext.silent().withThreads(threads),
              (list, place) -> {
                assertThat(place).isEqualTo(first.size());
                first.add(list.getFirst().item());
              });
      assertThat(first).hasSize(1500);
      assertThat(first.subList(0, 4)).containsExactly("i4", "i3", "i4", "i3");
    }
  }

  @Test
  void saysForWhomAnItemRanksHighest() {
    Recommender likes =
        Toy.recommender(
            Toy.index(4),
            history -> {
              float[] scores = new float[4];
              scores[3] = history[0] == 1 ? 5 : -1;
              return scores;
            });
    Interactions data = Toy.of(4, new int[] {0}, new int[] {1}, new int[] {3}, new int[] {1, 2});
    ItemAudience audience = ItemAudience.of(likes, 3, data, 2, RunContext.silent());

    // The third user has had it. For the first, two unseen items are better.
    assertThat(audience.users()).isEqualTo(3);
    assertThat(audience.audience()).extracting(ItemAudience.Member::client).containsExactly(2L, 4L);
    assertThat(audience.audience().getFirst().rank()).isEqualTo(1);
    assertThat(audience.medianRank()).isEqualTo(1);
    assertThat(audience.users10()).isEqualTo(3);
  }
}
