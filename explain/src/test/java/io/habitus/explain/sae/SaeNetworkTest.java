package io.habitus.explain.sae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Replica;
import io.habitus.engine.graph.StepRandom;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.kernel.Matrix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Loss and gradients beside PyTorch's of the same network. The weights are a formula, which
 * benchmarks/python/sae_constants.py repeats; it printed the constants.
 */
class SaeNetworkTest {
  private static final int WIDTH = 5;
  private static final int FEATURES = 12;
  private static final int VECTORS = 7;

  private static final double[] TOPK = {23.0797652, 4.6608571, 1.4300669, 3.8769697, -11.2185157};
  private static final double[] TOPK_AUXILIARY = {
    29.7890141, 6.3270780, 0.7570952, 4.0008459, -10.5881507
  };
  private static final double[] BATCH_TOPK = {
    26.8411053, -2.4339547, 5.3200823, 1.5019121, -13.2602803
  };
  private static final double[] RELU = {45.7511893, 9.1407590, 0.0779833, 3.3831818, -15.5872706};

  private static float value(int i, int salt) {
    return (float) Math.sin(1.7 * i + salt);
  }

  private static SaeSettings settings(Sparsity sparsity, double auxiliary) {
    return new SaeSettings(FEATURES, sparsity, auxiliary, 100, VECTORS, 1, 1e-3, 16, 1);
  }

  /** A network with weights by formula, and features 1, 4 and 9 dead. */
  private static final class Fixture implements AutoCloseable {
    private final SaeNetwork network;
    private final Weights weights;
    private final Replica replica;

    Fixture(SaeSettings settings) {
      WeightPlan plan = new WeightPlan();
      network = new SaeNetwork(plan, WIDTH, settings);
      weights = new Weights(plan, 1);
      fill(network.encoder, 1);
      fill(network.encoderBias, 2);
      fill(network.decoder, 3);
      fill(network.decoderBias, 4);
      MemorySegment decoder = weights.values(network.decoder);
      for (int j = 0; j < FEATURES; j++) {
        double square = 0;
        for (int c = 0; c < WIDTH; c++) {
          square += Math.pow(decoder.getAtIndex(ValueLayout.JAVA_FLOAT, j * WIDTH + c), 2);
        }
        for (int c = 0; c < WIDTH; c++) {
          int at = j * WIDTH + c;
          float old = decoder.getAtIndex(ValueLayout.JAVA_FLOAT, at);
          decoder.setAtIndex(ValueLayout.JAVA_FLOAT, at, (float) (old / Math.sqrt(square)));
        }
      }
      for (int j : new int[] {1, 4, 9}) {
        weights.values(weights.named(SaeNetwork.IDLE)).setAtIndex(ValueLayout.JAVA_FLOAT, j, 1000);
      }
      replica = Replica.forTraining(weights);
    }

    private void fill(Weight weight, int salt) {
      for (int i = 0; i < weight.size(); i++) {
        weights.values(weight).setAtIndex(ValueLayout.JAVA_FLOAT, i, 0.5f * value(i, salt));
      }
    }

    double loss() {
      replica.clearGradients();
      Matrix rows = Matrix.zeros(VECTORS, WIDTH);
      for (int i = 0; i < VECTORS * WIDTH; i++) {
        rows.values()[rows.at(i / WIDTH, i % WIDTH)] = value(i, 5);
      }
      try (Graph graph = Graph.training(replica, StepRandom.of(1, 2, 3))) {
        Variable loss = network.loss(graph, new SaeShard(rows, 0, VECTORS));
        graph.backward(loss);
        return loss.item();
      }
    }

    /** Σ gradient·cos(i): one number that every element has a part in. */
    double gradient(Weight weight) {
      MemorySegment gradient = replica.gradients().asSlice(4 * weight.offset(), 4 * weight.size());
      double sum = 0;
      for (int i = 0; i < weight.size(); i++) {
        sum += gradient.getAtIndex(ValueLayout.JAVA_FLOAT, i) * Math.cos(i);
      }
      return sum;
    }

    List<Double> all() {
      double loss = loss();
      return List.of(
          loss,
          gradient(network.encoder),
          gradient(network.encoderBias),
          gradient(network.decoder),
          gradient(network.decoderBias));
    }

    @Override
    public void close() {
      replica.close();
      weights.close();
    }
  }

  private static void check(Sparsity sparsity, double auxiliary, double... expected) {
    try (Fixture fixture = new Fixture(settings(sparsity, auxiliary))) {
      List<Double> found = fixture.all();
      for (int i = 0; i < expected.length; i++) {
        assertThat(found.get(i))
            .as("number %d of %s", i, found)
            .isCloseTo(expected[i], within(2e-4));
      }
    }
  }

  @Test
  void topKEqualsPyTorch() {
    check(new Sparsity.TopK(3), 0, TOPK);
  }

  @Test
  void topKWithDeadFeaturesEqualsPyTorch() {
    check(new Sparsity.TopK(3), 0.25, TOPK_AUXILIARY);
  }

  @Test
  void batchTopKEqualsPyTorch() {
    check(new Sparsity.BatchTopK(2), 0, BATCH_TOPK);
  }

  @Test
  void reluWithL1EqualsPyTorch() {
    check(new Sparsity.L1(0.3), 0.25, RELU);
  }

  /** PyTorch's gradients are not taken at their word: the encoder's against differences. */
  @Test
  void gradientsEqualDifferencesOfTheLoss() {
    try (Fixture fixture = new Fixture(settings(new Sparsity.TopK(3), 0))) {
      fixture.loss();
      for (Weight weight :
          List.of(
              fixture.network.encoder, fixture.network.encoderBias, fixture.network.decoderBias)) {
        MemorySegment values = fixture.weights.values(weight);
        float[] gradient =
            fixture
                .replica
                .gradients()
                .asSlice(4 * weight.offset(), 4 * weight.size())
                .toArray(ValueLayout.JAVA_FLOAT);
        for (int i = 0; i < weight.size(); i++) {
          float old = values.getAtIndex(ValueLayout.JAVA_FLOAT, i);
          float step = 1e-3f;
          values.setAtIndex(ValueLayout.JAVA_FLOAT, i, old + step);
          double up = fixture.loss();
          values.setAtIndex(ValueLayout.JAVA_FLOAT, i, old - step);
          double down = fixture.loss();
          values.setAtIndex(ValueLayout.JAVA_FLOAT, i, old);
          assertThat((up - down) / (2 * step))
              .as("%s[%d]", weight, i)
              .isCloseTo(gradient[i], within(3e-3));
        }
      }
    }
  }

  @Test
  void directionsStayOfUnitNormAndIdleFeaturesAge() {
    try (Fixture fixture = new Fixture(settings(new Sparsity.TopK(3), 0.25))) {
      fixture.loss();
      fixture.weights.values(fixture.network.decoder).setAtIndex(ValueLayout.JAVA_FLOAT, 0, 5);
      fixture.network.afterStep(fixture.weights);
      float[] rows =
          fixture.weights.values(fixture.network.decoder).toArray(ValueLayout.JAVA_FLOAT);
      for (int j = 0; j < FEATURES; j++) {
        double square = 0;
        for (int c = 0; c < WIDTH; c++) {
          square += rows[j * WIDTH + c] * rows[j * WIDTH + c];
        }
        assertThat(square).isCloseTo(1, within(1e-5));
      }
      float[] idle =
          fixture
              .weights
              .values(fixture.weights.named(SaeNetwork.IDLE))
              .toArray(ValueLayout.JAVA_FLOAT);
      for (float tokens : idle) {
        assertThat(tokens).isIn(0f, (float) VECTORS, 1000f + VECTORS);
      }
      assertThat(idle).contains(0f);
    }
  }
}
