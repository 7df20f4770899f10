package io.habitus.explain.steer;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.run.RunContext;
import io.habitus.explain.interpret.Attributes;
import io.habitus.explain.sae.MatrixActivations;
import io.habitus.explain.sae.SaeSettings;
import io.habitus.explain.sae.SaeTraining;
import io.habitus.explain.sae.Scaling;
import io.habitus.explain.sae.SparseAutoencoder;
import io.habitus.explain.sae.Sparsity;
import io.habitus.recommend.data.Cases;
import io.habitus.recommend.data.ContextCodes;
import io.habitus.recommend.data.ContextColumn;
import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.data.ItemIndex;
import io.habitus.recommend.data.Partition;
import io.habitus.recommend.data.Split;
import io.habitus.recommend.metrics.RankingEvaluation;
import io.habitus.recommend.metrics.RankingOptions;
import io.habitus.recommend.metrics.RankingResult;
import io.habitus.recommend.sequential.FittedSequential;
import io.habitus.recommend.sequential.ItemVectors;
import io.habitus.recommend.sequential.Layer;
import io.habitus.recommend.sequential.SequentialModel;
import io.habitus.recommend.sequential.Settings;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A network that reads the kind of an event is looked into, and steered, with that kind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContextSteeringTest {
  private static final int ITEMS = 12;
  private static final int LENGTH = 8;
  private static final int USERS = 200;
  private static final RunContext RUN = RunContext.silent();
  private static final RankingOptions OPTIONS =
      RankingOptions.defaults().with(RankingOptions.Seen.RANKED);

  private Partition partition;
  private FittedSequential model;

  /** What comes next depends on the item and on the kind of its event. */
  private static Interactions data() {
    SplittableRandom random = new SplittableRandom(3);
    int[] items = new int[USERS * LENGTH];
    int[] kinds = new int[items.length];
    for (int i = 0; i < items.length; i++) {
      kinds[i] = random.nextInt(2);
      items[i] =
          i % LENGTH == 0
              ? random.nextInt(ITEMS)
              : ((kinds[i - 1] == 0 ? 3 : 5) * items[i - 1] + 1 + kinds[i - 1]) % ITEMS;
    }
    return new Interactions(
        new ItemIndex(IntStream.range(0, ITEMS).mapToObj(Integer::toString).toList()),
        IntStream.rangeClosed(1, USERS).asLongStream().toArray(),
        IntStream.rangeClosed(0, USERS).map(user -> user * LENGTH).toArray(),
        items,
        new long[0],
        List.of(new ContextColumn("kind", false, List.of("a", "b"), kinds)));
  }

  @BeforeAll
  void fit() {
    partition = new Split.LeaveOneOut().of(data());
    Map<String, String> parameters =
        Map.of(
            "width",
            "8",
            "batch",
            "16",
            "epochs",
            "15",
            "learning-rate",
            "0.01",
            "context",
            "kind");
    model =
        new SequentialModel(Settings.of(parameters), new ItemVectors.Random())
            .fit(partition, 7, RUN);
  }

  @AfterAll
  void close() {
    model.close();
  }

  private RankingResult measure(io.habitus.recommend.Recommender asked) {
    return RankingEvaluation.run(asked, "toy", partition, partition.test(), OPTIONS, RUN);
  }

  @Test
  void anEditThatDoesNothingChangesNothing() {
    int[] ranks = measure(model).ranks();
    for (Layer layer : List.of(Layer.OUTPUT, Layer.parse("1"))) {
      EditedRecommender edited = new EditedRecommender(model, layer, (states, count) -> {});
      assertThat(measure(edited).ranks()).as("%s", layer).isEqualTo(ranks);
    }
    Interactions unknown =
        new Interactions(
            partition.data().items(),
            IntStream.range(0, USERS).mapToLong(partition.data()::userId).toArray(),
            IntStream.rangeClosed(0, USERS).map(user -> user * LENGTH).toArray(),
            IntStream.range(0, USERS)
                .flatMap(user -> IntStream.of(partition.data().history(user, LENGTH)))
                .toArray(),
            new long[0]);
    Partition without = new Split.LeaveOneOut().of(unknown);
    assertThat(RankingEvaluation.run(model, "toy", without, without.test(), OPTIONS, RUN).ranks())
        .isNotEqualTo(ranks);
  }

  @Test
  void listsAndTheirSharesAreThoseOfTheEvents() {
    Cases test = partition.test();
    ContextCodes codes = model.contextOf(partition.data());
    BitSet even = new BitSet();
    IntStream.range(0, ITEMS).filter(item -> item % 2 == 0).forEach(even::set);
    BitSet all = new BitSet();
    all.set(0, ITEMS);
    Attributes items = Attributes.of(List.of("even"), ITEMS, List.of(even), all);
    int listed = 0;
    int found = 0;
    for (int i = 0; i < test.size(); i++) {
      int[] history = test.history(partition.data(), i);
      float[][] state =
          model.hidden(List.of(history), List.<int[][]>of(test.beside(codes, i)), Layer.OUTPUT);
      List<Integer> expected =
          model.top(state[0], ITEMS).stream()
              .map(each -> Integer.parseInt(each.item()))
              .filter(item -> IntStream.of(history).noneMatch(seen -> seen == item))
              .limit(3)
              .toList();
      assertThat(Shares.list(model, partition.data(), test, i, 3)).isEqualTo(expected);
      listed += expected.size();
      found += (int) expected.stream().filter(even::get).count();
    }
    assertThat(Shares.of(model, partition.data(), test, items, 3, RUN)[0])
        .isEqualTo(found / (double) listed);
  }

  @Test
  void statesAreThoseOfTheEvents() {
    HiddenStates states = HiddenStates.of(model, Layer.OUTPUT, partition, 1, 5);
    ContextCodes codes = model.contextOf(partition.data());
    int matched = 0;
    for (int user = 0; user < USERS; user++) {
      for (int length = 1; length < LENGTH - 2; length++) {
        int[] steps = IntStream.range(0, length).toArray();
        float[] state =
            model
                .hidden(
                    List.of(partition.data().history(user, length)),
                    List.<int[][]>of(codes.of(user, steps)),
                    Layer.OUTPUT)[0];
        float[] found =
            java.util.Arrays.copyOfRange(
                states.states(), user * states.width(), (user + 1) * states.width());
        matched += java.util.Arrays.equals(state, found) ? 1 : 0;
      }
    }
    assertThat(matched).isGreaterThanOrEqualTo(USERS); // one position of each user is that drawn
  }

  @Test
  void tracesAreTheActivationsInTheStatesThatTheModelHad() {
    HiddenStates states = HiddenStates.of(model, Layer.OUTPUT, partition, LENGTH, 5);
    SaeSettings settings =
        new SaeSettings(16, new Sparsity.TopK(3), 1 / 32.0, 5000, 64, 3, 1e-3, 1024, 1);
    SparseAutoencoder autoencoder =
        SaeTraining.train(
                MatrixActivations.of(states.states(), states.width()),
                Scaling.Kind.NORM,
                settings,
                "toy",
                RUN)
            .autoencoder();
    ContextCodes codes = model.contextOf(partition.data());
    FeatureTraces traces = new FeatureTraces(model, Layer.OUTPUT, partition, autoencoder);
    int on = 0;
    for (int feature = 0; feature < autoencoder.features(); feature++) {
      List<FeatureTrace> found = traces.of(feature, new int[] {4, 2}, new int[] {5, 2}, 3);
      assertThat(found).extracting(FeatureTrace::user).containsExactly(4, 2);
      assertThat(found).extracting(trace -> trace.items().length).containsExactly(3, 2);
      for (FeatureTrace trace : found) {
        int last = trace.user() == 4 ? 5 : 2;
        for (int n = 0; n < trace.items().length; n++) {
          int length = last - trace.items().length + 1 + n;
          int[] history = partition.data().history(trace.user(), length);
          int[][] beside = codes.of(trace.user(), IntStream.range(0, length).toArray());
          float[] state = model.hidden(List.of(history), List.<int[][]>of(beside), Layer.OUTPUT)[0];
          assertThat(trace.items()[n]).isEqualTo(history[length - 1]);
          assertThat(trace.activations()[n])
              .isEqualTo(autoencoder.encode(state, 1).get(0, feature));
          on += trace.activations()[n] > 0 ? 1 : 0;
        }
      }
    }
    assertThat(on).isBetween(5, 15); // of five states, three features each at most
  }

  @Test
  void somePositionsAreThoseOfAll() {
    HiddenStates all = HiddenStates.of(model, Layer.OUTPUT, partition, 2, 5);
    HiddenStates some = all.at(new int[] {7, 3});
    int width = all.width();
    assertThat(some.states())
        .startsWith(java.util.Arrays.copyOfRange(all.states(), 7 * width, 8 * width))
        .endsWith(java.util.Arrays.copyOfRange(all.states(), 3 * width, 4 * width));
    assertThat(some.users()).containsExactly(all.users()[7], all.users()[3]);
    int length = some.lengths()[1];
    int[] history = partition.data().history(some.users()[1], length + 1);
    assertThat(some.items()[1]).isEqualTo(history[length - 1]);
    assertThat(some.next()[1]).isEqualTo(history[length]);
  }
}
