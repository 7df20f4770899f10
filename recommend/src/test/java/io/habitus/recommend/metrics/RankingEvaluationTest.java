package io.habitus.recommend.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.run.RunContext;
import io.habitus.evaluation.interval.BootstrapOptions;
import io.habitus.recommend.Recommender;
import io.habitus.recommend.Toy;
import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.data.Partition;
import io.habitus.recommend.data.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankingEvaluationTest {
  private static final RankingOptions OPTIONS =
      new RankingOptions(
          List.of(1, 3, 2),
          RankingOptions.Seen.LEFT_OUT,
          RankingOptions.Candidates.ALL,
          BootstrapOptions.none());

  /** Test items: user 1 → 3, user 2 → 1, user 3 → 4. Training: 0, 1; 2; 0. Item 4 is cold. */
  private static final Interactions DATA =
      Toy.of(5, new int[] {0, 1, 2, 3}, new int[] {2, 0, 1}, new int[] {0, 1, 4});

  private static RankingResult measure(Recommender model, RankingOptions options) {
    Partition partition = new Split.LeaveOneOut().of(DATA);
    return RankingEvaluation.run(
        model, "toy", partition, partition.test(), options, RunContext.silent());
  }

  @Test
  void agreesWithListsRankedByHand() {
    float[] scores = {5, 4, 3, 2, 1};
    RankingResult result = measure(Toy.recommender(DATA.items(), h -> scores.clone()), OPTIONS);

    // Unseen, best first: user 1: 3, 4; user 2: 1, 3, 4; user 3: 2, 3, 4.
    assertThat(result.ranks()).containsExactly(1, 1, 3);
    assertThat(result.value("HR@1")).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(result.value("HR@3")).isEqualTo(1);
    assertThat(result.value("NDCG@2")).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(result.value("NDCG@3")).isCloseTo((1 + 1 + 0.5) / 3, within(1e-12));
    assertThat(result.value("MRR")).isCloseTo((1 + 1 + 1 / 3.0) / 3, within(1e-12));
    // Lists of 2: {3, 4}, {1, 3}, {2, 3}: items 1, 2, 3, 4 of 5.
    assertThat(result.coverage()).isCloseTo(0.8, within(1e-12));
    // Of 4 training interactions item 1 has 1, item 2 has 1, items 3 and 4 count as 1: 2 bits each.
    assertThat(result.novelty()).isCloseTo(2, within(1e-12));
    assertThat(result.group(RankingResult.WARM).cases()).isEqualTo(1);
    assertThat(result.group(RankingResult.WARM).value("HR@1")).isEqualTo(1);
    assertThat(result.group(RankingResult.COLD).cases()).isEqualTo(2);
    assertThat(result.group(RankingResult.COLD).value("HR@1")).isEqualTo(0.5);
    assertThat(result.group("in training 1–4 times").cases()).isEqualTo(1);
  }

  @Test
  void aPerfectModelHasOneEverywhere() {
    Recommender oracle =
        Toy.recommender(
            DATA.items(),
            history -> {
              float[] scores = new float[5];
              for (int user = 0; user < DATA.size(); user++) {
                if (Arrays.equals(history, DATA.history(user, DATA.length(user) - 1))) {
                  scores[DATA.item(user, DATA.length(user) - 1)] = 1;
                }
              }
              return scores;
            });
    RankingResult result = measure(oracle, OPTIONS);
    result
        .group(RankingResult.ALL)
        .scores()
        .forEach((name, score) -> assertThat(score.value()).as(name).isEqualTo(1));
  }

  @Test
  void tiesGoToTheSmallerItemAndSeenItemsMayStay() {
    RankingResult tied = measure(Toy.recommender(DATA.items(), h -> new float[5]), OPTIONS);
    assertThat(tied.ranks()).containsExactly(1, 1, 3);

    RankingResult all =
        measure(
            Toy.recommender(DATA.items(), h -> new float[5]),
            OPTIONS.with(RankingOptions.Seen.RANKED));
    assertThat(all.ranks()).containsExactly(4, 2, 5);

    RankingResult warm =
        measure(
            Toy.recommender(DATA.items(), h -> new float[5]),
            OPTIONS.with(RankingOptions.Candidates.WARM));
    assertThat(warm.ranks()).containsExactly(0, 1, 0);
  }

  @Test
  void sameNumbersForAnyNumberOfThreadsWithIntervalsAroundThem() {
    Interactions data = Toy.chain(1500, 20, 5, 0.5, 3);
    Partition partition = new Split.LeaveOneOut().of(data);
    Recommender model =
        Toy.recommender(
            data.items(),
            history -> {
              float[] scores = new float[20];
              scores[Toy.next(history[history.length - 1], 20)] = 1;
              return scores;
            });
    RankingOptions options = OPTIONS.with(new BootstrapOptions(50, 0.95, 1));
    RankingResult one =
        RankingEvaluation.run(
            model, "toy", partition, partition.test(), options, RunContext.silent().withThreads(1));
    RankingResult three =
        RankingEvaluation.run(
            model, "toy", partition, partition.test(), options, RunContext.silent().withThreads(3));

    assertThat(three.ranks()).isEqualTo(one.ranks());
    assertThat(three.groups()).isEqualTo(one.groups());
    Score hits = one.group(RankingResult.ALL).scores().get("HR@1");
    assertThat(hits.interval().low()).isLessThan(hits.value());
    assertThat(hits.interval().high()).isGreaterThan(hits.value());
    assertThat(one.protocol().sentence()).contains("leave-one-out".substring(1), "1,500 cases");
  }

  @Test
  void selectionAndRanksAgreeWithSorting() {
    SplittableRandom random = new SplittableRandom(5);
    for (int count : new int[] {1, 2, 7, 50}) {
      float[] scores = new float[count + 3];
      for (int i = 0; i < count; i++) {
        scores[3 + i] = random.nextInt(6) == 0 ? Float.NEGATIVE_INFINITY : random.nextInt(9);
      }
      List<Integer> expected =
          new ArrayList<>(
              IntStream.range(0, count)
                  .filter(i -> scores[3 + i] > Float.NEGATIVE_INFINITY)
                  .boxed()
                  .sorted(
                      Comparator.comparing((Integer i) -> -scores[3 + i])
                          .thenComparing(Comparator.naturalOrder()))
                  .toList());
      for (int i = 0; i < count; i++) {
        assertThat(TopItems.rank(scores, 3, count, i)).isEqualTo(expected.indexOf(i) + 1);
      }
      TopItems top = new TopItems(5);
      top.select(scores, 3, count);
      assertThat(IntStream.range(0, top.size()).mapToObj(top::item).toList())
          .isEqualTo(expected.subList(0, Math.min(5, expected.size())));
    }
  }
}
