package io.habitus.recommend.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.recommend.Recommendation;
import io.habitus.recommend.Recommender;
import io.habitus.recommend.Toy;
import io.habitus.recommend.content.ItemContent;
import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.data.Partition;
import io.habitus.recommend.data.Split;
import io.habitus.recommend.metrics.RankingEvaluation;
import io.habitus.recommend.metrics.RankingOptions;
import io.habitus.recommend.metrics.RankingResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SequentialModelTest {
  private static final int ITEMS = 24;

  @TempDir Path folder;

  private static Settings settings(String... more) {
    return Toy.settings(
        "width=16 max-items=10 batch=64 epochs=12 patience=3 learning-rate=0.01 dropout=0", more);
  }

  private static Partition chain() {
    return new Split.LeaveOneOut().of(Toy.chain(400, ITEMS, 9, 0.05, 1));
  }

  private static RankingResult measure(Recommender model, Partition partition) {
    return RankingEvaluation.run(
        model,
        "chain",
        partition,
        partition.test(),
        RankingOptions.defaults().with(RankingOptions.Seen.RANKED),
        RunContext.silent());
  }

  private static FittedSequential fit(Settings settings, ItemVectors vectors, int threads) {
    return new SequentialModel(settings, vectors)
        .fit(chain(), 7, RunContext.silent().withThreads(threads));
  }

  @Test
  void learnsAPlantedChain() {
    for (String kind : List.of("network=sasrec", "network=gpt2", "negatives=8")) {
      try (FittedSequential model = fit(settings(kind), new ItemVectors.Random(), 2)) {
        // 5 % of the steps are noise: no model can know them. Samples never have items of the same
        // sequence as wrong answers, so these stay likely. By chance it would be 0.19.
        double least = kind.startsWith("negatives") ? 0.5 : 0.85;
        assertThat(measure(model, chain()).value("NDCG@10")).as(kind).isGreaterThan(least);
      }
    }
  }

  @Test
  void sameBitsForAnyNumberOfThreadsAndAfterLoading() {
    Settings quick = settings("epochs=2", "dropout=0.2");
    List<int[]> histories = List.of(new int[] {1, 4}, new int[] {}, new int[] {5, 16, 1, 4, 13});
    try (FittedSequential one = fit(quick, new ItemVectors.Random(), 1);
        FittedSequential three = fit(quick, new ItemVectors.Random(), 3)) {
      assertThat(three.hidden(histories)).isDeepEqualTo(one.hidden(histories));
      assertThat(one.hidden(histories)[1]).isNull();

      one.save(folder.resolve("model"));
      try (FittedSequential loaded = FittedSequential.load(folder.resolve("model"))) {
        assertThat(loaded.hidden(histories)).isDeepEqualTo(one.hidden(histories));
        assertThat(loaded.card()).isEqualTo(one.card());
        assertThat(folder.resolve("model/README.md"))
            .content()
            .contains("Data: histories of no store");
        assertThat(loaded.items().ids()).isEqualTo(one.items().ids());
      }
    }
  }

  @Test
  void scoresAreProductsOfStatesAndVectors() {
    try (FittedSequential model = fit(settings("epochs=2"), new ItemVectors.Random(), 1)) {
      float[] state = model.hidden(List.of("i1", "i4", "unheard of"));
      List<Recommendation> top = model.top(state, 3);
      for (Recommendation each : top) {
        float[] vector = model.vector(model.items().find(each.item()));
        double product = 0;
        for (int j = 0; j < vector.length; j++) {
          product += (double) vector[j] * state[j];
        }
        assertThat((double) each.score()).isCloseTo(product, within(1e-4));
      }
      assertThat(top).hasSize(3);
      float[][] batch = {null};
      try (Recommender.Scorer scorer = model.scorer()) {
        scorer.score(
            List.of(new int[] {1, 4}),
            (i, scores, at) ->
                batch[0] = Arrays.copyOfRange(scores, at, at + model.items().size()));
      }
      assertThat(batch[0][model.items().find(top.getFirst().item())])
          .isCloseTo(top.getFirst().score(), within(1e-5f));
    }
  }

  /** Items of six kinds; after kind c comes kind c + 1. Content says the kind, with noise. */
  private static final int KINDS = 6;

  private static Interactions kinds() {
    SplittableRandom random = new SplittableRandom(4);
    int[][] sequences = new int[500][8];
    for (int[] sequence : sequences) {
      int kind = random.nextInt(KINDS);
      for (int i = 0; i < sequence.length; i++) {
        sequence[i] = (kind + i) % KINDS + KINDS * random.nextInt(8);
      }
    }
    return Toy.of(8 * KINDS, sequences);
  }

  private static ItemContent content(int items) {
    SplittableRandom random = new SplittableRandom(8);
    Map<String, float[]> vectors = new HashMap<>();
    for (int item = 0; item < items; item++) {
      float[] vector = new float[KINDS + 2];
      for (int j = 0; j < vector.length; j++) {
        vector[j] = (float) (0.1 * random.nextGaussian()) + (item % KINDS == j ? 1 : 0);
      }
      vectors.put("i" + item, vector);
    }
    return new ItemContent("test", KINDS + 2, vectors);
  }

  private static BitSet cold() {
    BitSet held = new BitSet();
    held.set(0, KINDS); // one of each kind
    return held;
  }

  @Test
  void coldItemsAreFoundByTheirContentAlone() {
    Partition partition = new Split.LeaveOneOut().of(kinds(), cold());
    ItemContent content = content(8 * KINDS);
    SequentialModel delta =
        new SequentialModel(settings(), new ItemVectors.ContentPlusDelta(content, 0.5));
    SequentialModel random = new SequentialModel(settings(), new ItemVectors.Random());
    try (FittedSequential byContent = delta.fit(partition, 1, RunContext.silent());
        FittedSequential without = random.fit(partition, 1, RunContext.silent())) {
      assertThat(byContent.ranks(0)).isTrue();
      assertThat(without.ranks(0)).isFalse();
      double cold = measure(byContent, partition).group(RankingResult.COLD).value("HR@10");
      // 8 items of the right kind stand among 48: by chance the right one is in the ten in 0.21.
      assertThat(cold).isGreaterThan(0.6);
      assertThat(measure(without, partition).group(RankingResult.COLD).value("HR@10")).isZero();
    }
  }

  @Test
  void vectorsStayWithinTheirBound() {
    Partition partition = new Split.LeaveOneOut().of(kinds(), cold());
    ItemContent content = content(8 * KINDS);
    double widest = 0;
    for (ItemVectors vectors :
        List.of(
            new ItemVectors.FrozenContent(content),
            new ItemVectors.ContentPlusDelta(content, 0.25),
            new ItemVectors.FineTunedContent(content))) {
      try (FittedSequential model =
          new SequentialModel(settings("epochs=4"), vectors)
              .fit(partition, 1, RunContext.silent())) {
        double largest = 0;
        for (int item = 0; item < 8 * KINDS; item++) {
          double distance = distance(model, content, item);
          largest = Math.max(largest, distance);
          if (model.trainingCount(item) == 0) {
            assertThat(distance).as("a cold item has no delta").isLessThan(1e-6);
          }
        }
        assertThat(largest).isLessThanOrEqualTo(vectors.maxDeltaNorm() + 1e-6);
        assertThat(largest).as(vectors.name()).isGreaterThanOrEqualTo(widest);
        widest = largest;
      }
    }
    assertThat(widest).as("fine-tuning is not bound").isGreaterThan(0.25);
  }

  private static double distance(FittedSequential model, ItemContent content, int item) {
    float[] centre = model.contentMap().orElseThrow().apply(content.find("i" + item));
    float[] vector = model.vector(item);
    double square = 0;
    for (int j = 0; j < centre.length; j++) {
      square += Math.pow(vector[j] - centre[j], 2);
    }
    return Math.sqrt(square);
  }

  @Test
  void newItemsEnterWithoutTraining() {
    Partition partition = new Split.LeaveOneOut().of(kinds(), cold());
    ItemContent content = content(8 * KINDS + 1);
    ItemVectors vectors = new ItemVectors.ContentPlusDelta(content(8 * KINDS), 0.5);
    try (FittedSequential model =
            new SequentialModel(settings(), vectors).fit(partition, 1, RunContext.silent());
        FittedSequential grown = model.withItems(Map.of("new", content.find("i" + 8 * KINDS)))) {
      assertThat(grown.items().size()).isEqualTo(8 * KINDS + 1);
      List<Recommendation> before = new ArrayList<>(model.top(model.hidden(List.of("i5")), 48));
      List<Recommendation> after = new ArrayList<>(grown.top(grown.hidden(List.of("i5")), 49));
      assertThat(after.stream().map(Recommendation::item).limit(12)).contains("new");
      after.removeIf(each -> each.item().equals("new"));
      assertThat(after.stream().map(Recommendation::item))
          .containsExactlyElementsOf(before.stream().map(Recommendation::item).toList());

      grown.save(folder.resolve("grown"));
      try (FittedSequential loaded = FittedSequential.load(folder.resolve("grown"))) {
        assertThat(loaded.vector(8 * KINDS)).isEqualTo(grown.vector(8 * KINDS));
        assertThatThrownBy(() -> loaded.withItems(Map.of("new", new float[8])))
            .isInstanceOf(UsageException.class)
            .hasMessageContaining("already");
      }
    }
  }
}
