package io.habitus.recommend.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.run.RunContext;
import io.habitus.models.factorisation.als.AlsFactors;
import io.habitus.models.factorisation.bpr.BprSettings;
import io.habitus.recommend.Recommender;
import io.habitus.recommend.Toy;
import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.data.Partition;
import io.habitus.recommend.data.Split;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BaselinesTest {
  private static float[] scores(Recommender model, int... history) {
    float[][] found = new float[1][];
    try (Recommender.Scorer scorer = model.scorer()) {
      scorer.score(
          List.of(history),
          (i, scores, at) -> found[0] = Arrays.copyOfRange(scores, at, at + model.items().size()));
    }
    return found[0];
  }

  private static Partition all(Interactions data) {
    return new Split.LastForValidation().of(data);
  }

  @Test
  void popularityCountsTraining() {
    Partition partition = all(Toy.of(3, new int[] {0, 1, 2}, new int[] {1, 1}, new int[] {2}));
    PopularityRecommender model = PopularityRecommender.fit(partition);
    assertThat(scores(model, 2)).containsExactly(1, 2, 1);
  }

  @Test
  void likenessIsCosineWithShrinkage() {
    // Trained on {0, 1}, {0, 1, 2}, {0}; the last items are left out.
    Partition partition =
        all(Toy.of(4, new int[] {0, 1, 3}, new int[] {0, 1, 2, 3}, new int[] {0, 3}));
    ItemNeighbours model =
        ItemNeighbours.fit(partition, new ItemNeighbours.Settings(10, 1, 0.5), RunContext.silent());

    double oneToZero = 2 / (Math.sqrt(2 * 3) + 1);
    double twoToZero = 1 / (Math.sqrt(3) + 1);
    double twoToOne = 1 / (Math.sqrt(2) + 1);
    assertThat((double) scores(model, 1)[0]).isCloseTo(oneToZero, within(1e-6));
    // The newest counts fully, the one before it half.
    assertThat((double) scores(model, 1, 2)[0])
        .isCloseTo(twoToZero + 0.5 * oneToZero, within(1e-6));
    assertThat((double) scores(model, 2)[1]).isCloseTo(twoToOne, within(1e-6));
    assertThat(scores(model, 0)[3]).isZero();
    assertThat(model.ranks(3)).isFalse();
  }

  @Test
  void onlyTheMostAlikeCount() {
    Partition partition =
        all(Toy.of(5, new int[] {0, 1, 4}, new int[] {0, 1, 4}, new int[] {0, 2, 4}));
    ItemNeighbours model =
        ItemNeighbours.fit(partition, new ItemNeighbours.Settings(1, 0, 1), RunContext.silent());
    float[] scores = scores(model, 0);
    assertThat(scores[1]).isPositive();
    assertThat(scores[2]).isZero();
  }

  /** Two worlds of ten items; a user stays in one. */
  private static Interactions worlds() {
    SplittableRandom random = new SplittableRandom(2);
    int[][] sequences = new int[300][];
    for (int user = 0; user < sequences.length; user++) {
      int world = 10 * (user % 2);
      sequences[user] = random.ints(8, 0, 10).map(item -> world + item).toArray();
    }
    return Toy.of(20, sequences);
  }

  @Test
  void factorisationsFindTheWorldOfAHistory() {
    Partition partition = all(worlds());
    RunContext context = RunContext.silent();
    List<Recommender> models =
        List.of(
            FactorRecommender.als(partition, new AlsFactors.Options(4, 10, 0.1, 10), 1, context),
            FactorRecommender.bpr(
                partition, new BprSettings(4, 0.05, 0.01, 60, false), 1, context));
    for (Recommender model : models) {
      for (int world : new int[] {0, 10}) {
        float[] scores = scores(model, world, world + 3, world + 7);
        double same = 0;
        double other = 0;
        for (int item = 0; item < 10; item++) {
          same += scores[world + item];
          other += scores[10 - world + item];
        }
        assertThat(same).as(model.name() + world).isGreaterThan(other + 1);
      }
    }
  }
}
