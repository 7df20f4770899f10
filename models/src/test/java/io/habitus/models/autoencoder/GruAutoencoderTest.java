package io.habitus.models.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Replica;
import io.habitus.engine.graph.StepRandom;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.graph.Weights;
import io.habitus.features.token.TokenCorpus;
import io.habitus.features.token.TokenLayout;
import io.habitus.features.token.TokenReader;
import io.habitus.features.token.TokenVocabulary;
import io.habitus.testkit.memory.MemoryLog;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Against PyTorch in double precision, with its packed sequences: {@code
 * benchmarks/python/gru_autoencoder.py constants} prints the numbers.
 */
class GruAutoencoderTest {
  private static final Expected SUM =
      new Expected(
          NetworkShape.Combine.SUM,
          8,
          4.284877929,
          new double[] {
            0.452784543, 0.315871240, -0.059251240, -0.396671765, -0.513328550, -0.434508671,
            -0.186597533, 0.128187880, 0.438001294, 0.354769508, 0.020445211, -0.325118773,
            -0.487410619, -0.470044501, -0.279544612, 0.018145452, 0.431784844, 0.314546957,
            -0.051485901, -0.405777124, -0.536137579, -0.458968592, -0.200409094, 0.124595219
          },
          List.of(
              new Gradient(
                  "embeddings.0.weight", 1.069802831e-01, -1.922892817e-02, -5.245417109e-03),
              new Gradient(
                  "embeddings.1.weight", 1.100929263e-01, -1.234845717e-02, -1.554831012e-02),
              new Gradient(
                  "encoder.weight_ih_l0", 6.773427172e-02, 1.886422301e-02, -3.282108702e-03),
              new Gradient(
                  "encoder.weight_hh_l0", 2.127821383e-02, -7.970164707e-03, -1.943745990e-03),
              new Gradient(
                  "encoder.bias_ih_l0", 9.050834057e-02, 9.833867777e-02, -1.352365581e-03),
              new Gradient(
                  "encoder.bias_hh_l0", 3.868935230e-02, 3.492255003e-02, -1.352365581e-03),
              new Gradient(
                  "encoder.weight_ih_l1", 1.336695268e-01, -3.014230219e-02, 4.765036969e-04),
              new Gradient(
                  "encoder.weight_hh_l1", 6.033812493e-02, 6.895531583e-03, -7.189101284e-04),
              new Gradient(
                  "encoder.bias_ih_l1", 1.488125701e-01, 5.354410532e-02, -1.905084953e-03),
              new Gradient(
                  "encoder.bias_hh_l1", 7.815240671e-02, 4.116366838e-02, -1.905084953e-03),
              new Gradient(
                  "decoder.weight_ih_l0", 1.302940699e-01, -9.026301681e-02, -6.437179517e-03),
              new Gradient(
                  "decoder.weight_hh_l0", 6.865580289e-02, -1.098778613e-02, -1.643989735e-04),
              new Gradient(
                  "decoder.bias_ih_l0", 1.595196500e-01, -6.312510937e-02, -1.286597264e-02),
              new Gradient(
                  "decoder.bias_hh_l0", 8.505786688e-02, 3.529391701e-02, -1.286597264e-02),
              new Gradient(
                  "decoder.weight_ih_l1", 3.409294660e-01, 1.179056153e-02, -3.592997568e-03),
              new Gradient(
                  "decoder.weight_hh_l1", 1.284146941e-01, -7.766596408e-03, -3.210118806e-03),
              new Gradient(
                  "decoder.bias_ih_l1", 2.594897634e-01, -5.131122528e-02, -7.237342769e-03),
              new Gradient(
                  "decoder.bias_hh_l1", 1.278748046e-01, 9.641136335e-02, -7.237342769e-03),
              new Gradient("heads.0.weight", 3.305673752e-01, 3.342145601e-01, -4.292407864e-02),
              new Gradient("heads.0.bias", 2.733207032e-01, 1.828350036e-01, 3.990967944e-02),
              new Gradient("heads.1.weight", 3.675837867e-01, 2.990122775e-01, 5.502413467e-02),
              new Gradient("heads.1.bias", 3.153301652e-01, 4.693713446e-01, -1.144505524e-01)));

  private static final Expected CONCATENATED =
      new Expected(
          NetworkShape.Combine.CONCATENATE,
          4,
          4.329033848,
          new double[] {
            0.430976950, 0.348442894, 0.069378005, -0.280782299, -0.472112475, -0.453794562,
            -0.245064476, 0.081198666, 0.369927183, 0.328092770, 0.092087530, -0.224902214,
            -0.414728977, -0.418238283, -0.251341043, 0.021359856, 0.379474394, 0.348910026,
            0.117613548, -0.230720356, -0.446249288, -0.455231192, -0.279928499, 0.013728976
          },
          List.of(
              new Gradient(
                  "embeddings.0.weight", 9.666687394e-02, 3.351531169e-02, 8.840690162e-03),
              new Gradient(
                  "embeddings.1.weight", 1.011226158e-01, 1.898589944e-02, -1.872474324e-02),
              new Gradient(
                  "encoder.weight_ih_l0", 3.998572201e-02, -6.710401746e-03, 3.157352607e-05),
              new Gradient(
                  "encoder.weight_hh_l0", 2.528326434e-02, -9.086502953e-03, 8.878706933e-05),
              new Gradient(
                  "encoder.bias_ih_l0", 1.403059507e-01, 1.498917940e-01, -5.367977995e-03),
              new Gradient(
                  "encoder.bias_hh_l0", 6.638266879e-02, 7.275097604e-02, -5.367977995e-03),
              new Gradient(
                  "encoder.weight_ih_l1", 1.283487037e-01, -2.416362466e-02, 1.558818434e-04),
              new Gradient(
                  "encoder.weight_hh_l1", 7.436176781e-02, 1.366032271e-02, -3.466489580e-04),
              new Gradient(
                  "encoder.bias_ih_l1", 2.055728610e-01, 5.370611075e-02, -6.893824054e-04),
              new Gradient(
                  "encoder.bias_hh_l1", 1.072440696e-01, 2.738380871e-02, -6.893824054e-04),
              new Gradient(
                  "decoder.weight_ih_l0", 1.853839864e-01, -2.736754117e-02, -8.308586290e-03),
              new Gradient(
                  "decoder.weight_hh_l0", 7.986528323e-02, -3.420612633e-02, 2.505139509e-04),
              new Gradient(
                  "decoder.bias_ih_l0", 1.901118608e-01, -8.879410218e-02, -1.356743447e-02),
              new Gradient(
                  "decoder.bias_hh_l0", 9.863903500e-02, 3.569042119e-02, -1.356743447e-02),
              new Gradient(
                  "decoder.weight_ih_l1", 3.652554528e-01, 2.017986616e-02, -3.805021359e-03),
              new Gradient(
                  "decoder.weight_hh_l1", 1.410290612e-01, -2.467413921e-03, -3.866429662e-03),
              new Gradient(
                  "decoder.bias_ih_l1", 2.964639054e-01, -2.816981084e-04, -8.485669381e-03),
              new Gradient(
                  "decoder.bias_hh_l1", 1.472928089e-01, 1.222119438e-01, -8.485669381e-03),
              new Gradient("heads.0.weight", 3.239700778e-01, 2.809410599e-01, -3.157954084e-02),
              new Gradient("heads.0.bias", 2.780072491e-01, 1.682173785e-01, 2.501306278e-02),
              new Gradient("heads.1.weight", 3.676030501e-01, 2.444537730e-01, 5.539519517e-02),
              new Gradient("heads.1.bias", 3.229103505e-01, 4.726557572e-01, -1.208339965e-01)));

  @SuppressWarnings("ArrayRecordComponent")
  private record Expected(
      NetworkShape.Combine combine,
      int embedding,
      double loss,
      double[] vectors,
      List<Gradient> gradients) {}

  /** Of a gradient: its norm, its product with cos(1.3 · position), its middle element. */
  private record Gradient(String name, double norm, double product, double middle) {}

  /** Three clients of four, two and one steps; the tokens of the script. */
  private static TokenCorpus corpus() {
    MemoryLog log =
        MemoryLog.challenge()
            .event(1, 1, "product_buy", 50)
            .event(1, 2, "add_to_cart", 60)
            .event(1, 3, "search_query", new Object[] {null})
            .event(1, 4, "remove_from_cart", 50)
            .event(2, 1, "page_visit", 7)
            .event(2, 2, "product_buy", 60)
            .event(3, 1, "add_to_cart", 99);
    List<String> types = List.of("product_buy", "add_to_cart", "search_query", "remove_from_cart");
    TokenLayout layout =
        new TokenLayout(
            List.of(
                new TokenVocabulary("event_type", types),
                new TokenVocabulary("sku", List.of("50", "60"))),
            0,
            126);
    Histories histories = log.histories();
    TokenReader reader = TokenReader.of(histories, layout);
    return TokenCorpus.of(histories, reader, id -> true, RunContext.silent());
  }

  /** As the script fills them: a sine of the position, another phase for each weight. */
  private static void fill(Weights weights) {
    for (Weight weight : weights.all()) {
      int phase = weight.name().chars().sum() % 100;
      MemorySegment values = weights.values(weight);
      for (long i = 0; i < weight.size(); i++) {
        values.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (Math.sin(i * 0.7 + phase) * 0.3));
      }
    }
  }

  private static void check(Expected expected) {
    GruAutoencoder network =
        new GruAutoencoder(
            new NetworkShape(List.of(9, 7), expected.embedding, expected.combine, 8, 2, 0));
    try (TokenCorpus corpus = corpus();
        Weights weights = new Weights(network.plan(), 1);
        Replica training = Replica.forTraining(weights);
        Replica inference = Replica.forInference(weights);
        Arena arena = Arena.ofConfined()) {
      fill(weights);
      TokenShard shard = TokenShard.of(corpus, new int[] {0, 1, 2}, 10, arena);
      training.clearGradients();
      try (Graph graph = Graph.training(training, StepRandom.of(1, 0, 0))) {
        Variable loss = network.loss(graph, shard);
        assertThat(loss.item()).isCloseTo(expected.loss, within(1e-5));
        graph.backward(loss);
      }
      expected.gradients.forEach(each -> check(each, weights, training));
      try (Graph graph = Graph.inference(inference)) {
        assertThat(network.loss(graph, shard).item()).isCloseTo(expected.loss, within(1e-5));
        Variable steps = network.embed(graph, shard.tokens());
        float[] vectors = network.encode(graph, shard, steps).getLast().toFloats();
        for (int i = 0; i < vectors.length; i++) {
          assertThat((double) vectors[i]).isCloseTo(expected.vectors[i], within(1e-5));
        }
      }
    }
  }

  private static void check(Gradient expected, Weights weights, Replica replica) {
    Weight weight = weights.named(expected.name);
    double squares = 0;
    double product = 0;
    for (long i = 0; i < weight.size(); i++) {
      double gradient = replica.gradients().getAtIndex(ValueLayout.JAVA_FLOAT, weight.offset() + i);
      squares += gradient * gradient;
      product += gradient * Math.cos(i * 1.3);
      if (i == weight.size() / 2) {
        assertThat(gradient).as(expected.name).isCloseTo(expected.middle, within(1e-5));
      }
    }
    assertThat(Math.sqrt(squares)).as(expected.name).isCloseTo(expected.norm, within(1e-5));
    assertThat(product).as(expected.name).isCloseTo(expected.product, within(1e-5));
  }

  @Test
  void lossGradientsAndVectorsArePytorchsWhereEmbeddingsAreSummed() {
    check(SUM);
  }

  @Test
  void lossGradientsAndVectorsArePytorchsWhereEmbeddingsAreConcatenated() {
    check(CONCATENATED);
  }

  /** A decoder that is given the right tokens at every step is the teacher-forced one. */
  @Test
  void theFirstStepOfGreedyDecodingIsTheTeacherForcedOne() {
    GruAutoencoder network =
        new GruAutoencoder(new NetworkShape(List.of(9, 7), 8, NetworkShape.Combine.SUM, 8, 2, 0));
    try (TokenCorpus corpus = corpus();
        Weights weights = new Weights(network.plan(), 1);
        Replica replica = Replica.forInference(weights);
        Arena arena = Arena.ofConfined();
        Graph graph = Graph.inference(replica)) {
      fill(weights);
      // Clients 3 alone: what it is asked for is its one step and its end.
      TokenShard shard = TokenShard.of(corpus, new int[] {2}, 2, arena);
      var states = network.encode(graph, shard, network.embed(graph, shard.tokens()));
      Decoder decoder = new Decoder(network, graph, states, 1);
      decoder.step();
      double first = decoder.loss(0, 0, 6) + decoder.loss(1, 0, 4);
      for (int field = 0; field < 2; field++) {
        int chosen = decoder.token(field, 0);
        for (int token = 0; token < network.shape().tokens().get(field); token++) {
          assertThat(decoder.loss(field, 0, chosen))
              .isLessThanOrEqualTo(decoder.loss(field, 0, token));
        }
      }
      double both = 2 * network.loss(graph, shard).item();
      // The second step is the teacher-forced one only where the first was right.
      assertThat(first).isLessThan(both);
      double greedy = 2 * new GreedyValidation(network).loss(graph, shard).item();
      decoder.step();
      assertThat(greedy)
          .isCloseTo(first + decoder.loss(0, 0, 2) + decoder.loss(1, 0, 2), within(1e-5));
    }
  }
}
