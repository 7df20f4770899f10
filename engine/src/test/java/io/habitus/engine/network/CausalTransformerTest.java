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
import io.habitus.engine.network.TransformerShape.Activation;
import io.habitus.engine.network.TransformerShape.Counting;
import io.habitus.engine.network.TransformerShape.Dropouts;
import io.habitus.engine.network.TransformerShape.Norm;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Causal transformers against PyTorch's, whose numbers {@code causal.py} wrote. */
class CausalTransformerTest {
  private static final int WIDTH = 8;
  private static final Sequences SEQUENCES = Sequences.ofLengths(3, 1, 26);

  private final List<NativeBlock> blocks = new ArrayList<>();

  record Case(
      Norm norm,
      Activation activation,
      float[] value,
      float[] toX,
      Map<String, float[]> toWeights) {
    @Override
    public String toString() {
      return norm + " " + activation;
    }
  }

  static Stream<Case> cases() throws IOException {
    try (InputStream file = CausalTransformerTest.class.getResourceAsStream("causal.json")) {
      return Stream.of(new ObjectMapper().readValue(file, Case[].class));
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

  private static TransformerShape shape(Norm norm, Activation activation, Dropouts dropout) {
    return new TransformerShape(
        2,
        2,
        WIDTH,
        12,
        norm,
        activation,
        true,
        1e-5,
        26,
        norm == Norm.QUERY ? Counting.FROM_END : Counting.FROM_START,
        dropout,
        new Weight.Initial.Normal(0.3));
  }

  /** A transformer whose input is a weight, to have its gradient too. */
  private static final class Around implements AutoCloseable {
    final WeightPlan plan = new WeightPlan();
    final CausalTransformer transformer;
    final Weight input;
    final Weights weights;
    final Replica replica;

    Around(TransformerShape shape, Sequences sequences) {
      transformer = new CausalTransformer(plan, "", shape);
      input = plan.add("input", new Weight.Initial.Normal(1), sequences.rows(), shape.width());
      weights = new Weights(plan, 5);
      replica = Replica.forTraining(weights);
    }

    float[] gradient(Weight weight) {
      return replica
          .gradients()
          .asSlice(4 * weight.offset(), 4 * weight.size())
          .toArray(ValueLayout.JAVA_FLOAT);
    }

    @Override
    public void close() {
      replica.close();
      weights.close();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsPyTorch(Case expected) {
    TransformerShape shape = shape(expected.norm, expected.activation, Dropouts.NONE);
    try (Around around = new Around(shape, SEQUENCES)) {
      List<Weight> all = around.weights.all();
      for (int i = 0; i < all.size() - 1; i++) {
        fill(around.weights.values(all.get(i)), 100 * i);
      }
      fill(around.weights.values(around.input), 3);
      try (Graph graph = Graph.training(around.replica, StepRandom.of(1, 1, 0))) {
        Variable y = around.transformer.forward(graph, SEQUENCES, graph.weight(around.input));
        close("value", y.toFloats(), expected.value);
        int rows = SEQUENCES.rows();
        graph.backward(y.times(graph.input(waves(5, rows * WIDTH), rows, WIDTH)).sum());
      }
      close("input", around.gradient(around.input), expected.toX);
      assertThat(expected.toWeights).hasSize(all.size() - 1);
      expected.toWeights.forEach(
          (name, values) -> close(name, around.gradient(around.weights.named(name)), values));
    }
  }

  private static void close(String what, float[] found, float[] expected) {
    assertThat(found).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i])
          .as("%s, element %d", what, i)
          .isCloseTo(expected[i], within(1e-5 * Math.max(1, Math.abs(expected[i]))));
    }
  }

  /** With every kind of dropout: the masks of the backward pass are those of the forward pass. */
  @ParameterizedTest
  @EnumSource(Norm.class)
  void gradientsAreFiniteDifferences(Norm norm) {
    // Not ReLU: differences across its kink are no slopes.
    TransformerShape shape = shape(norm, Activation.GELU, new Dropouts(0.1, 0.3, 0.2, 0.4, 0.25));
    Sequences sequences = Sequences.ofLengths(2, 26, 5, 9);
    try (Around around = new Around(shape, sequences)) {
      MemorySegment weighting = memory(sequences.rows() * WIDTH);
      SplittableRandom random = new SplittableRandom(8);
      for (int i = 0; i < sequences.rows() * WIDTH; i++) {
        weighting.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
      }
      loss(around, sequences, weighting, true);
      for (Weight weight : around.weights.all()) {
        check(around, sequences, weighting, weight, random);
      }
    }
  }

  private static void check(
      Around around,
      Sequences sequences,
      MemorySegment weighting,
      Weight weight,
      SplittableRandom random) {
    MemorySegment values = around.weights.values(weight);
    float[] before = values.toArray(ValueLayout.JAVA_FLOAT);
    float[] gradient = around.gradient(weight);
    float step = 2e-3f;
    double along = 0;
    double[] sides = new double[2];
    float[] direction = new float[before.length];
    for (int i = 0; i < before.length; i++) {
      direction[i] = (float) (random.nextGaussian() / Math.sqrt(before.length));
      along += (double) direction[i] * gradient[i];
    }
    for (int side = 0; side < 2; side++) {
      for (int i = 0; i < before.length; i++) {
        float moved = before[i] + (side == 0 ? step : -step) * direction[i];
        values.setAtIndex(ValueLayout.JAVA_FLOAT, i, moved);
      }
      sides[side] = loss(around, sequences, weighting, false);
    }
    MemorySegment.copy(before, 0, values, ValueLayout.JAVA_FLOAT, 0, before.length);
    double difference = (sides[0] - sides[1]) / (2 * step);
    assertThat(along)
        .as(weight.name())
        .isCloseTo(difference, within(0.02 * Math.abs(difference) + 0.03));
  }

  private static double loss(
      Around around, Sequences sequences, MemorySegment weighting, boolean backward) {
    try (Graph graph = Graph.training(around.replica, StepRandom.of(1, 7, 0))) {
      Variable y = around.transformer.forward(graph, sequences, graph.weight(around.input));
      float[] values = y.toFloats();
      double sum = 0; // in double precision: differences of fp32 sums would be noise
      for (int i = 0; i < values.length; i++) {
        sum += (double) values[i] * weighting.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      }
      if (backward) {
        graph.backward(y.times(graph.input(weighting, sequences.rows(), WIDTH)).sum());
      }
      return sum;
    }
  }

  @ParameterizedTest
  @EnumSource(Norm.class)
  void aSequenceHasTheSameBitsWhoeverLiesBesideIt(Norm norm) {
    TransformerShape shape = shape(norm, Activation.GELU, Dropouts.NONE);
    for (int length : new int[] {1, 5, 24, 25, 26}) {
      float[] alone = inference(shape, length, Sequences.ofLengths(length), 0);
      float[] beside = inference(shape, length, Sequences.ofLengths(2, length, 7, 26), 2);
      assertThat(beside).as("length %d", length).isEqualTo(alone);
    }
  }

  /** The result for a sequence whose input does not depend on where it lies. */
  private float[] inference(TransformerShape shape, int length, Sequences sequences, int from) {
    WeightPlan plan = new WeightPlan();
    CausalTransformer transformer = new CausalTransformer(plan, "", shape);
    MemorySegment x = waves(50, sequences.rows() * WIDTH);
    fill(x.asSlice(4L * from * WIDTH, 4L * length * WIDTH), 1);
    try (Weights weights = new Weights(plan, 5);
        Replica replica = Replica.forInference(weights);
        Graph graph = Graph.inference(replica)) {
      Variable input = graph.input(x, sequences.rows(), WIDTH);
      float[] all = transformer.forward(graph, sequences, input).toFloats();
      float[] last = transformer.last(graph, sequences, input).toFloats();
      for (int i = 0; i < sequences.size(); i++) {
        int row = sequences.last(i);
        assertThat(Arrays.copyOfRange(last, i * WIDTH, (i + 1) * WIDTH))
            .as("last step of sequence %d", i)
            .isEqualTo(Arrays.copyOfRange(all, row * WIDTH, (row + 1) * WIDTH));
      }
      return Arrays.copyOfRange(all, from * WIDTH, (from + length) * WIDTH);
    }
  }

  @ParameterizedTest
  @EnumSource(Norm.class)
  void whatComesLaterChangesNothing(Norm norm) {
    TransformerShape shape = shape(norm, Activation.RELU, Dropouts.NONE);
    if (shape.counting() == Counting.FROM_END) {
      return; // a later step moves the positions of all
    }
    float[] whole = inference(shape, 26, Sequences.ofLengths(26), 0);
    float[] cut = inference(shape, 9, Sequences.ofLengths(9), 0);
    assertThat(Arrays.copyOf(whole, cut.length)).isEqualTo(cut);
  }

  @Test
  void layersCanBeRunOneByOne() {
    TransformerShape shape = shape(Norm.QUERY, Activation.RELU, Dropouts.NONE);
    WeightPlan plan = new WeightPlan();
    CausalTransformer transformer = new CausalTransformer(plan, "", shape);
    try (Weights weights = new Weights(plan, 5);
        Replica replica = Replica.forInference(weights);
        Graph graph = Graph.inference(replica)) {
      Variable x = graph.input(waves(1, SEQUENCES.rows() * WIDTH), SEQUENCES.rows(), WIDTH);
      float[] whole = transformer.forward(graph, SEQUENCES, x).toFloats();
      Variable first =
          transformer.through(graph, SEQUENCES, transformer.positioned(graph, SEQUENCES, x), 0, 1);
      Variable second = transformer.through(graph, SEQUENCES, first, 1, 2);
      close("layers", transformer.normalised(graph, second).toFloats(), whole);
      assertThatThrownBy(() -> transformer.through(graph, SEQUENCES, x, 1, 3))
          .hasMessageContaining("expected layers within [0, 2), found [1, 3)");
    }
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> TransformerShape.gpt2(1, 3, 8, 4, 0))
        .hasMessageContaining("a width of 8 cannot be cut into 3 heads");
    assertThatThrownBy(() -> Sequences.ofLengths(2, 0))
        .hasMessageContaining("sequence 1: expected at least one row");
    assertThatThrownBy(() -> TransformerShape.gpt2(1, 2, 8, 4, 1))
        .hasMessageContaining("expected a share in [0, 1)");
  }
}
