package io.habitus.recommend.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Replica;
import io.habitus.engine.graph.StepRandom;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.network.Sequences;
import io.habitus.evaluation.interval.BootstrapOptions;
import io.habitus.recommend.Recommender;
import io.habitus.recommend.Recommending;
import io.habitus.recommend.Toy;
import io.habitus.recommend.data.ContextColumn;
import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.data.Partition;
import io.habitus.recommend.data.Split;
import io.habitus.recommend.metrics.RankingEvaluation;
import io.habitus.recommend.metrics.RankingOptions;
import io.habitus.recommend.metrics.RankingResult;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read beside items. */
class ContextTest {
  private static final int ITEMS = 12;
  private static final int LENGTH = 8;
  private static final int USERS = 500;

  @TempDir Path folder;

  private static int next(int item, int kind) {
    return (kind == 0 ? 3 * item + 1 : 5 * item + 2) % ITEMS;
  }

  /** What comes next depends on the item and on the kind of its event, which is chance. */
  private static Interactions data(List<String> kinds) {
    SplittableRandom random = new SplittableRandom(3);
    int[] items = new int[USERS * LENGTH];
    int[] codes = new int[items.length];
    for (int i = 0; i < items.length; i++) {
      codes[i] = random.nextInt(2);
      items[i] = i % LENGTH == 0 ? random.nextInt(ITEMS) : next(items[i - 1], codes[i - 1]);
    }
    int[] ofItems = IntStream.range(0, ITEMS).map(item -> item % 3 - 1).toArray(); // −1: missing
    return new Interactions(
        Toy.index(ITEMS),
        IntStream.rangeClosed(1, USERS).asLongStream().toArray(),
        IntStream.rangeClosed(0, USERS).map(user -> user * LENGTH).toArray(),
        items,
        new long[0],
        List.of(
            new ContextColumn("kind", false, kinds, codes),
            new ContextColumn("colour", true, List.of("red", "blue"), ofItems)));
  }

  private static Interactions data() {
    return data(List.of("a", "b"));
  }

  private static Settings settings(String context, String... more) {
    return Toy.settings(
        "width=16 max-items=8 batch=64 epochs=12 patience=0 learning-rate=0.01 dropout=0 context="
            + context,
        more);
  }

  private static FittedSequential fit(Settings settings, int threads) {
    return new SequentialModel(settings, new ItemVectors.Random())
        .fit(new Split.LeaveOneOut().of(data()), 7, RunContext.silent().withThreads(threads));
  }

  private static RankingResult measure(Recommender model, Interactions data) {
    Partition partition = new Split.LeaveOneOut().of(data);
    RankingOptions options =
        new RankingOptions(
            List.of(1, 10),
            RankingOptions.Seen.RANKED,
            RankingOptions.Candidates.ALL,
            BootstrapOptions.none());
    return RankingEvaluation.run(
        model, "kinds", partition, partition.test(), options, RunContext.silent());
  }

  private static List<float[]> scores(FittedSequential model, List<int[][]> context) {
    List<float[]> all = new ArrayList<>();
    List<int[]> histories = List.of(new int[] {1, 4, 1}, new int[] {5});
    try (Recommender.Scorer scorer = model.scorer()) {
      scorer.score(
          histories, context, (i, row, at) -> all.add(Arrays.copyOfRange(row, at, at + ITEMS)));
    }
    return all;
  }

  @Test
  void aPlantedKindIsUsed() {
    try (FittedSequential with = fit(settings("kind,colour", "batch=32", "epochs=40"), 2);
        FittedSequential without = fit(settings("", "batch=32", "epochs=40"), 2)) {
      // Without the kind two items are equally likely.
      assertThat(measure(with, data()).value("HR@1")).isGreaterThan(0.9);
      assertThat(measure(without, data()).value("HR@1")).isLessThan(0.65);
      // One in ten sequences was learned without it, so items alone are enough for one of the two.
      assertThat(measure(with, Toy.of(ITEMS, sequences(data()))).value("HR@10")).isGreaterThan(0.9);
    }
  }

  private static int[][] sequences(Interactions data) {
    int[][] all = new int[data.size()][];
    Arrays.setAll(all, user -> data.history(user, LENGTH));
    return all;
  }

  @Test
  void sameBitsForAnyNumberOfThreadsAndAfterLoading() {
    Settings quick = settings("kind,colour", "epochs=2", "dropout=0.2");
    List<int[][]> context = List.of(new int[][] {{2, 3, 2}}, new int[][] {{3}});
    try (FittedSequential one = fit(quick, 1);
        FittedSequential three = fit(quick, 3)) {
      assertThat(scores(three, context)).usingRecursiveComparison().isEqualTo(scores(one, context));
      one.save(folder.resolve("model"));
      assertThat(FittedSequential.contextOf(folder.resolve("model")))
          .containsExactly("kind", "colour");
      try (FittedSequential loaded = FittedSequential.load(folder.resolve("model"))) {
        assertThat(scores(loaded, context))
            .usingRecursiveComparison()
            .isEqualTo(scores(one, context));
        assertThat(measure(loaded, data()).ranks()).isEqualTo(measure(one, data()).ranks());
      }
    }
  }

  @Test
  void valuesThatTrainingDidNotHaveAreUnknownAsWhereThereAreItemsAlone() {
    try (FittedSequential model = fit(settings("kind", "epochs=2"), 2)) {
      Interactions alone = Toy.of(ITEMS, sequences(data()));
      int[] ranks = measure(model, data(List.of("c", "d"))).ranks();
      assertThat(ranks).isEqualTo(measure(model, alone).ranks());
      assertThat(ranks).isNotEqualTo(measure(model, data()).ranks());
      assertThat(ranks).isNotEqualTo(measure(model, data(List.of("b", "a"))).ranks());

      Recommending lists = new Recommending(model, Recommending.Rules.best(3));
      List<Object> found = new ArrayList<>();
      lists.forEach(alone, new int[] {4}, RunContext.silent(), (list, place) -> found.add(list));
      List<String> ids =
          Arrays.stream(alone.history(4, LENGTH)).mapToObj(item -> "i" + item).toList();
      assertThat(found).containsExactly(lists.of(ids));
    }
  }

  @Test
  void whatIsPredictedIsNotRead() {
    Interactions data = data();
    ContextColumn kind = data.context().getFirst();
    int[] other = kind.codes().clone();
    for (int user = 0; user < USERS; user++) {
      other[user * LENGTH + LENGTH - 1] = 1 - other[user * LENGTH + LENGTH - 1];
    }
    Interactions changed =
        new Interactions(
            data.items(),
            IntStream.rangeClosed(1, USERS).asLongStream().toArray(),
            IntStream.rangeClosed(0, USERS).map(user -> user * LENGTH).toArray(),
            Arrays.stream(sequences(data)).flatMapToInt(Arrays::stream).toArray(),
            new long[0],
            List.of(new ContextColumn("kind", false, kind.values(), other)));
    try (FittedSequential model = fit(settings("kind", "epochs=2"), 2)) {
      assertThat(measure(model, changed).ranks()).isEqualTo(measure(model, data).ranks());
    }
  }

  @Test
  void gradientsAreDifferencesOfTheLoss() {
    ContextTables tables =
        new ContextTables(
            List.of(
                new ContextTables.Column("kind", false, List.of("a", "b"), new int[0]),
                new ContextTables.Column("colour", true, List.of("red"), new int[ITEMS])));
    for (String kind : List.of("network=sasrec", "network=gpt2")) {
      NextItemNetwork network =
          new NextItemNetwork(
              settings("kind,colour", kind), ITEMS, tables, NextItemNetwork.Bound.NONE);
      try (Weights weights = new Weights(network.plan(), 3);
          Replica replica = Replica.forTraining(weights)) {
        for (String name : List.of("kind", "colour")) {
          Weight weight = weights.named(NextItemNetwork.CONTEXT + name + ".weight");
          loss(network, replica);
          float[] gradient =
              replica
                  .gradients()
                  .asSlice(4 * weight.offset(), 4 * weight.size())
                  .toArray(ValueLayout.JAVA_FLOAT);
          assertThat(gradient).hasSize(16 * (name.equals("kind") ? 4 : 3));
          double norm = 0;
          for (float each : gradient) {
            norm += each * each;
          }
          assertThat(Math.sqrt(norm)).isGreaterThan(1e-3);
          // Along the gradient the loss rises by its norm; one difference holds every element.
          float step = (float) (0.01 / Math.sqrt(norm));
          double up = moved(network, weights, replica, weight, gradient, step);
          double down = moved(network, weights, replica, weight, gradient, -step);
          assertThat((up - down) / 0.02)
              .as(kind + " " + name)
              .isCloseTo(Math.sqrt(norm), within(0.02 * Math.sqrt(norm)));
        }
      }
    }
  }

  private static double moved(
      NextItemNetwork network,
      Weights weights,
      Replica replica,
      Weight weight,
      float[] direction,
      float by) {
    MemorySegment values = weights.values(weight);
    float[] before = values.toArray(ValueLayout.JAVA_FLOAT);
    for (int i = 0; i < direction.length; i++) {
      values.setAtIndex(ValueLayout.JAVA_FLOAT, i, before[i] + by * direction[i]);
    }
    double loss = loss(network, replica);
    values.copyFrom(MemorySegment.ofArray(before));
    return loss;
  }

  private static double loss(NextItemNetwork network, Replica replica) {
    Sequences sequences = Sequences.ofLengths(3, 2);
    SequenceShard shard =
        new SequenceShard(
            sequences,
            new int[] {1, 4, 1, 5, 7},
            new int[][] {{0, 2, 3, 1, 2}, {1, 2, 1, 0, 2}},
            new int[] {4, 1, 9, 7, 2},
            new int[0][],
            0.2);
    replica.clearGradients();
    try (Graph graph = Graph.training(replica, StepRandom.of(1, 2, 3))) {
      Variable loss = network.loss(graph, shard);
      graph.backward(loss);
      return loss.item();
    }
  }

  @Test
  void aColumnThatTheDataDoesNotHaveIsAnError() {
    assertThatThrownBy(() -> fit(settings("kinds"), 1))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("kinds")
        .hasMessageContaining("kind?");
  }

  @Test
  void aSampleOfUsersKeepsTheirContext() {
    Interactions data = data();
    Interactions some = data.sample(40, 1);
    for (int user = 0; user < some.size(); user++) {
      int same = data.find(some.userId(user));
      for (int step = 0; step < LENGTH; step++) {
        assertThat(some.contextCode(some.context().getFirst(), user, step))
            .isEqualTo(data.contextCode(data.context().getFirst(), same, step));
        int item = data.items().find(some.items().id(some.item(user, step)));
        assertThat(some.context().get(1).codes()[some.item(user, step)])
            .isEqualTo(data.context().get(1).codes()[item]);
      }
    }
  }
}
