package io.habitus.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.habitus.engine.NativeBlock;
import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Replica;
import io.habitus.engine.graph.StepRandom;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.graph.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Layers against PyTorch's, whose numbers {@code layers.py} wrote. */
class LayersTest {
  private final List<NativeBlock> blocks = new ArrayList<>();
  private final WeightPlan plan = new WeightPlan();

  record Expected(float[] value, float[] toX, Map<String, float[]> toWeights) {}

  record File(Expected crossEntropy, Expected transformer, Expected embedding) {}

  /** A value, and the scalar whose gradients are compared. */
  record Both(Variable value, Variable loss) {}

  private static File expected() throws IOException {
    try (InputStream file = LayersTest.class.getResourceAsStream("layers.json")) {
      return new ObjectMapper().readValue(file, File.class);
    }
  }

  @AfterEach
  void free() {
    blocks.forEach(NativeBlock::close);
  }

  private MemorySegment memory(int count) {
    NativeBlock block = new NativeBlock(4L * count);
    blocks.add(block);
    return block.memory();
  }

  private MemorySegment waves(int start, int count) {
    MemorySegment memory = memory(count);
    fill(memory, start);
    return memory;
  }

  private static void fill(MemorySegment memory, int start) {
    for (int i = 0; i < memory.byteSize() / 4; i++) {
      memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (0.5 * Math.sin(0.7 * (start + i))));
    }
  }

  @Test
  void linearCrossEntropyEqualsPyTorch() throws IOException {
    LinearCrossEntropy layer = new LinearCrossEntropy(new Linear(plan, "", 5, 37));
    int[] targets = new int[11];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = i % 3 == 0 ? -1 : 7 * i % 37;
    }
    compare(
        expected().crossEntropy(),
        11 * 5,
        (graph, x) -> {
          Variable loss = layer.sum(graph, x.reshape(11, 5), targets, 0.25);
          return new Both(loss.reshape(1), loss.times(2));
        });
  }

  @Test
  void transformerLayerEqualsPyTorch() throws IOException {
    TransformerLayer layer = new TransformerLayer(plan, "", 8, 2, 12);
    int[] lengths = {4, 3, 1};
    MemorySegment mask = memory(12);
    MemorySegment real = memory(12);
    for (int i = 0; i < 12; i++) {
      boolean padding = i % 4 >= lengths[i / 4];
      mask.setAtIndex(ValueLayout.JAVA_FLOAT, i, padding ? -1e30f : 0);
      real.setAtIndex(ValueLayout.JAVA_FLOAT, i, padding ? 0 : 1);
    }
    compare(
        expected().transformer(),
        3 * 4 * 8,
        (graph, x) -> {
          Variable y =
              layer
                  .forward(graph, x.reshape(3, 4, 8), graph.input(mask, 3, 1, 1, 4), 0)
                  .times(graph.input(real, 3, 4, 1));
          return new Both(y, y.times(graph.input(waves(5, 96), 3, 4, 8)).sum());
        });
  }

  @Test
  void embeddingEqualsPyTorch() throws IOException {
    Embedding layer = new Embedding(plan, "", 5, 3);
    compare(
        expected().embedding(),
        0,
        (graph, x) -> {
          Variable y = layer.forward(graph, 4, 0, 4, 2);
          return new Both(y, y.times(graph.input(waves(5, 12), 4, 3)).sum());
        });
  }

  @Test
  void embeddingRefusesTokensThatDoNotExist() {
    Embedding layer = new Embedding(plan, "item", 5, 3);
    try (Weights weights = new Weights(plan, 1);
        Replica replica = Replica.forInference(weights);
        Graph graph = Graph.inference(replica)) {
      assertThatThrownBy(() -> layer.forward(graph, 5))
          .hasMessageContaining("expected a token in [0, 5), found 5");
    }
  }

  private void compare(Expected expected, int inputs, BiFunction<Graph, Variable, Both> network) {
    int layers = plan.weights().size();
    Weight input = plan.add("input", new Weight.Initial.Constant(0), Math.max(1, inputs));
    try (Weights weights = new Weights(plan, 1);
        Replica replica = Replica.forTraining(weights)) {
      for (int i = 0; i < layers; i++) {
        fill(weights.values(weights.all().get(i)), 100 * i);
      }
      fill(weights.values(input), 3);
      try (Graph graph = Graph.training(replica, StepRandom.of(1, 1, 0))) {
        Both both = network.apply(graph, graph.weight(input));
        close("value", both.value().toFloats(), expected.value());
        graph.backward(both.loss());
      }
      if (inputs > 0) {
        close("input", gradient(replica, input), expected.toX());
      }
      assertThat(expected.toWeights()).hasSize(layers);
      expected
          .toWeights()
          .forEach((name, values) -> close(name, gradient(replica, named(weights, name)), values));
    }
  }

  private static Weight named(Weights weights, String name) {
    return weights.named("." + name);
  }

  private static float[] gradient(Replica replica, Weight weight) {
    return replica
        .gradients()
        .asSlice(4 * weight.offset(), 4 * weight.size())
        .toArray(ValueLayout.JAVA_FLOAT);
  }

  private static void close(String what, float[] found, float[] expected) {
    assertThat(found).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i])
          .as("%s, element %d", what, i)
          .isCloseTo(expected[i], within(1e-5 * Math.max(1, Math.abs(expected[i]))));
    }
  }
}
