package io.habitus.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.habitus.core.array.Npy;
import io.habitus.core.array.NpyArray;
import io.habitus.core.target.Labels;
import io.habitus.evaluation.Predictions;
import io.habitus.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what the organisers' metric code returns. */
class GoldenMetricsTest {

  @ParameterizedTest
  @ValueSource(strings = {"plain", "few_labels", "one_client", "ties", "one_class", "rare"})
  void equalsTheOrganisers(String name) throws IOException {
    Path folder = SharedData.require("golden/metrics");
    JsonNode expected =
        new ObjectMapper().readTree(folder.resolve("expected.json").toFile()).get(name);
    NpyArray logits = Npy.read(folder.resolve(name + "_logits.npy"));
    int clients = (int) logits.shape()[0];
    int labels = (int) logits.shape()[1];
    float[] truth = Npy.read(folder.resolve(name + "_targets.npy")).toFloats();
    double[] popularity = Npy.read(folder.resolve(name + "_popularity.npy")).toDoubles();
    long[] ids = LongStream.range(0, clients).toArray();
    Predictions predictions = new Predictions(ids, labels, logits.toFloats());
    Truth bits = Truth.of(rows(truth, labels), ids);

    TaskScore.MultiLabel score = ChallengeScorer.multiLabel(predictions, bits, popularity);

    assertThat(score.auroc()).isCloseTo(expected.get("auroc").asDouble(), within(1e-6));
    assertThat(score.diversity()).isCloseTo(expected.get("diversity").asDouble(), within(1e-6));
    assertThat(score.novelty())
        .isCloseTo(expected.get("novelty").asDouble(), withinPercentage(0.01)); // 1e-4 relative
    assertThat(score.score()).isCloseTo(expected.get("score").asDouble(), within(1e-6));
    assertThat(firstColumn(predictions, bits))
        .isCloseTo(expected.get("binary_auroc_of_column_0").asDouble(), within(1e-6));
  }

  private static double firstColumn(Predictions predictions, Truth truth) {
    float[] column = new float[predictions.clients()];
    for (int row = 0; row < column.length; row++) {
      column[row] = predictions.logits()[row * predictions.labels()];
    }
    Predictions binary = new Predictions(predictions.clientIds(), 1, column);
    boolean[] positives = new boolean[column.length];
    truth.fill(0, positives);
    Labels first =
        new Labels() {
          @Override
          public int width() {
            return 1;
          }

          @Override
          public void fill(long clientId, float[] into, int at) {
            into[at] = positives[(int) clientId] ? 1 : 0;
          }
        };
    return ChallengeScorer.labelAurocs(binary, Truth.of(first, predictions.clientIds()))[0];
  }

  private static Labels rows(float[] values, int labels) {
    return new Labels() {
      @Override
      public int width() {
        return labels;
      }

      @Override
      public void fill(long clientId, float[] into, int at) {
        System.arraycopy(values, (int) clientId * labels, into, at, labels);
      }
    };
  }
}
