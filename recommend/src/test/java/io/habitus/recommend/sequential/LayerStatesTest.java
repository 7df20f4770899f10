package io.habitus.recommend.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.recommend.Recommender;
import io.habitus.recommend.Toy;
import io.habitus.recommend.data.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A layer's states can be read, and what comes after them follows what they are changed to. */
class LayerStatesTest {
  private static final List<int[]> HISTORIES =
      List.of(new int[] {3, 4, 5}, new int[] {7}, new int[] {1, 2, 9, 4, 11});

  private final List<FittedSequential> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.forEach(FittedSequential::close);
  }

  private FittedSequential model(String network) {
    Settings settings =
        Settings.of(
            Map.of(
                "network", network, "width", "16", "layers", "3", "max-items", "8", "epochs", "1"));
    FittedSequential model =
        new SequentialModel(settings, new ItemVectors.Random())
            .fit(new Split.LeaveOneOut().of(Toy.chain(60, 20, 6, 0.1, 1)), 5, RunContext.silent());
    open.add(model);
    return model;
  }

  private static List<float[]> scores(FittedSequential model, Recommender.Scorer scorer) {
    List<float[]> all = new ArrayList<>();
    try (scorer) {
      scorer.score(
          HISTORIES,
          (place, scores, at) ->
              all.add(Arrays.copyOfRange(scores, at, at + model.items().size())));
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"sasrec", "gpt2"})
  void statesThatAreLeftAloneScoreAsWithoutLooking(String network) {
    FittedSequential model = model(network);
    List<float[]> expected = scores(model, model.scorer());
    for (String layer : List.of("1", "2", "3", "output")) {
      List<float[]> found = scores(model, model.scorer(Layer.parse(layer), (states, count) -> {}));
      for (int i = 0; i < expected.size(); i++) {
        assertThat(found.get(i)).as(layer).containsExactly(expected.get(i), within(1e-4f));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sasrec", "gpt2"})
  void whatIsReadIsWhatIsChanged(String network) {
    FittedSequential model = model(network);
    for (String layer : List.of("1", "3", "output")) {
      float[][] read = model.hidden(HISTORIES, Layer.parse(layer));
      List<float[]> seen = new ArrayList<>();
      scores(
          model,
          model.scorer(
              Layer.parse(layer), (states, count) -> seen.add(Arrays.copyOf(states, count * 16))));
      float[] all = seen.getFirst();
      int row = -1;
      for (int i = 0; i < HISTORIES.size(); i++) {
        row += layer.equals("output") ? 1 : HISTORIES.get(i).length;
        assertThat(Arrays.copyOfRange(all, row * 16, (row + 1) * 16)).isEqualTo(read[i]);
      }
      assertThat(all).hasSize((row + 1) * 16);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "3", "output"})
  void anEarlierStepsStateReachesTheScoresThroughAttentionAlone(String layer) {
    FittedSequential model = model("gpt2");
    List<float[]> before = scores(model, model.scorer());
    List<float[]> after =
        scores(
            model,
            model.scorer(
                Layer.parse(layer),
                (states, count) -> {
                  if (!layer.equals("output")) {
                    states[0] += 5; // the first step of the first history
                  }
                }));
    boolean attended = layer.equals("1") || layer.equals("2");
    assertThat(distance(before.get(0), after.get(0)) > 1e-3).isEqualTo(attended);
    assertThat(distance(before.get(1), after.get(1))).isLessThan(1e-4);
  }

  private static double distance(float[] one, float[] two) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += Math.abs(one[i] - two[i]);
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "0", "-1", "last", ""})
  void aLayerThatIsNotThereIsRefused(String layer) {
    FittedSequential model = model("sasrec");
    assertThatThrownBy(() -> model.hidden(HISTORIES, Layer.parse(layer)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("output");
  }
}
