package io.habitus.engine.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.habitus.engine.NativeBlock;
import io.habitus.engine.Precision;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The GRU against PyTorch's, whose numbers {@code gru.py} wrote. */
class GruTest {
  private static final double TOLERANCE = 1e-5;
  private static final double ROUNDED = 0.02;

  private final List<NativeBlock> blocks = new ArrayList<>();

  record Case(
      int inputs,
      int width,
      int layers,
      int[] lengths,
      boolean same,
      boolean started,
      float[] rows,
      float[] last,
      float[] toInput,
      float[] toStart,
      Map<String, float[]> toWeights) {}

  static Stream<Case> cases() throws IOException {
    try (InputStream file = GruTest.class.getResourceAsStream("gru.json")) {
      return Stream.of(new ObjectMapper().readValue(file, Case[].class));
    }
  }

  @AfterEach
  void free() {
    blocks.forEach(NativeBlock::close);
  }

  private MemorySegment waves(int start, int count) {
    NativeBlock block = new NativeBlock(4L * count);
    blocks.add(block);
    fill(block.memory(), start);
    return block.memory();
  }

  private static void fill(MemorySegment memory, int start) {
    for (int i = 0; i < memory.byteSize() / 4; i++) {
      memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (0.5 * Math.sin(0.7 * (start + i))));
    }
  }

  /** A network around the GRU whose input and start are weights, to have their gradients too. */
  private final class Around {
    final Case given;
    final PackedLengths lengths;
    final WeightPlan plan = new WeightPlan();
    final Gru gru;
    final Weight input;
    final @Nullable Weight start;

    Around(Case given) {
      this.given = given;
      lengths = PackedLengths.of(given.lengths);
      gru = new Gru(plan, "", given.inputs, given.width, given.layers);
      int rows = given.same ? lengths.sequences() : lengths.rows();
      Weight.Initial zero = new Weight.Initial.Constant(0);
      input = plan.add("input", zero, rows, given.inputs);
      start =
          given.started
              ? plan.add("start", zero, given.layers, lengths.sequences(), given.width)
              : null;
    }

    Weights weights() {
      return weights(Precision.FP32);
    }

    Weights weights(Precision precision) {
      Weights weights = new Weights(plan, 1, precision);
      for (int i = 0; i < 4 * given.layers; i++) {
        fill(weights.values(weights.all().get(i)), 100 * i);
      }
      fill(weights.values(input), 7);
      if (start != null) {
        fill(weights.values(start), 11);
      }
      return weights;
    }

    Gru.Output forward(Graph graph) {
      return gru.forward(graph, lengths, read(graph), states(graph), 0);
    }

    List<Variable> last(Graph graph) {
      return gru.last(graph, lengths, read(graph), states(graph), 0);
    }

    private Gru.Input read(Graph graph) {
      Variable source = graph.weight(input);
      return given.same ? new Gru.Input.Same(source) : new Gru.Input.Rows(source);
    }

    private @Nullable List<Variable> states(Graph graph) {
      List<Variable> states = null;
      if (start != null) {
        states = new ArrayList<>();
        for (int layer = 0; layer < given.layers; layer++) {
          states.add(
              graph.weight(start).narrow(0, layer, 1).reshape(lengths.sequences(), given.width));
        }
      }
      return states;
    }

    Variable lossOfLast(Graph graph, List<Variable> last) {
      Variable loss = weighted(graph, last.getFirst(), 17);
      for (Variable layer : last.subList(1, last.size())) {
        loss = loss.plus(weighted(graph, layer, 19));
      }
      return loss;
    }

    Variable loss(Graph graph, Gru.Output out) {
      Variable loss = weighted(graph, out.rows(), 13);
      int each = lengths.sequences() * given.width;
      for (int layer = 0; layer < given.layers; layer++) {
        loss = loss.plus(weighted(graph, out.last().get(layer), 17 + layer * each));
      }
      return loss;
    }

    private Variable weighted(Graph graph, Variable x, int from) {
      int count = Math.toIntExact(x.size(0) * x.size(1));
      return x.times(graph.input(waves(from, count), x.shape())).sum();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsPyTorch(Case given) {
    Around around = new Around(given);
    try (Weights weights = around.weights();
        Replica replica = Replica.forTraining(weights)) {
      try (Graph graph = Graph.training(replica, StepRandom.of(1, 1, 0))) {
        Gru.Output out = around.forward(graph);
        close(out.rows().toFloats(), given.rows);
        close(lastStates(out), given.last);
        graph.backward(around.loss(graph, out));
      }
      close(gradient(replica, weights, "input"), given.toInput);
      if (given.started) {
        close(gradient(replica, weights, "start"), given.toStart);
      }
      given.toWeights.forEach(
          (name, expected) -> close(gradient(replica, weights, name), expected));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lastStatesAloneHaveTheSameBitsAndGradients(Case given) {
    Around around = new Around(given);
    try (Weights weights = around.weights();
        Replica replica = Replica.forTraining(weights)) {
      float[] expected;
      try (Graph graph = Graph.training(replica, StepRandom.of(1, 1, 0))) {
        List<Variable> last = around.forward(graph).last();
        expected = last.getLast().toFloats();
        graph.backward(around.lossOfLast(graph, last));
      }
      float[] gradients = replica.gradients().toArray(ValueLayout.JAVA_FLOAT);
      replica.clearGradients();
      try (Graph graph = Graph.training(replica, StepRandom.of(1, 1, 0))) {
        List<Variable> last = around.last(graph);
        assertThat(last.getLast().toFloats()).isEqualTo(expected);
        graph.backward(around.lossOfLast(graph, last));
      }
      assertThat(replica.gradients().toArray(ValueLayout.JAVA_FLOAT)).isEqualTo(gradients);
      assertThat(gradients).isNotEqualTo(new float[gradients.length]);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void embedsAsItTrains(Case given) {
    Around around = new Around(given);
    try (Weights weights = around.weights();
        Replica replica = Replica.forInference(weights);
        Graph graph = Graph.inference(replica)) {
      Gru.Output out = around.forward(graph);
      close(out.rows().toFloats(), given.rows);
      close(lastStates(out), given.last);
    }
  }

  /** Eight bits of every operand: PyTorch's fp32 numbers to about a hundredth. */
  @ParameterizedTest
  @MethodSource("cases")
  void bfloat16StaysNear(Case given) {
    Around around = new Around(given);
    try (Weights weights = around.weights(Precision.BF16);
        Replica replica = Replica.forTraining(weights)) {
      try (Graph graph = Graph.training(replica, StepRandom.of(1, 1, 0))) {
        Gru.Output out = around.forward(graph);
        assertThat(out.rows().toFloats()).isNotEqualTo(given.rows);
        close(out.rows().toFloats(), given.rows, ROUNDED);
        close(lastStates(out), given.last, ROUNDED);
        graph.backward(around.loss(graph, out));
      }
      close(gradient(replica, weights, "input"), given.toInput, ROUNDED);
      if (given.started) {
        close(gradient(replica, weights, "start"), given.toStart, ROUNDED);
      }
      given.toWeights.forEach(
          (name, expected) -> close(gradient(replica, weights, name), expected, ROUNDED));
    }
  }

  @Test
  void aSequenceHasTheSameBitsAloneAndAmongOthers() {
    sameBitsAloneAndAmongOthers(Precision.FP32);
    sameBitsAloneAndAmongOthers(Precision.BF16);
  }

  private void sameBitsAloneAndAmongOthers(Precision precision) {
    Gru gru;
    WeightPlan plan = new WeightPlan();
    gru = new Gru(plan, "", 3, 16, 2);
    PackedLengths many = PackedLengths.of(6, 5, 5, 3, 1);
    try (Weights weights = new Weights(plan, 5, precision);
        Replica replica = Replica.forInference(weights);
        Graph graph = Graph.inference(replica)) {
      MemorySegment rows = waves(3, 3 * many.rows());
      float[] all =
          gru.forward(graph, many, rows(graph, rows, many), null, 0).last().get(1).toFloats();
      for (int i = 0; i < many.sequences(); i++) {
        PackedLengths one = PackedLengths.of(many.length(i));
        MemorySegment mine = waves(0, 3 * one.rows());
        for (int step = 0; step < one.steps(); step++) {
          MemorySegment.copy(rows, 12L * many.row(i, step), mine, 12L * step, 12);
        }
        float[] alone =
            gru.forward(graph, one, rows(graph, mine, one), null, 0).last().get(1).toFloats();
        assertThat(alone).isEqualTo(Arrays.copyOfRange(all, 16 * i, 16 * (i + 1)));
      }
    }
  }

  private static Gru.Input rows(Graph graph, MemorySegment rows, PackedLengths lengths) {
    return new Gru.Input.Rows(graph.input(rows, lengths.rows(), 3));
  }

  @Test
  void refusesOtherShapes() {
    WeightPlan plan = new WeightPlan();
    Gru gru = new Gru(plan, "", 3, 4, 1);
    try (Weights weights = new Weights(plan, 5);
        Replica replica = Replica.forInference(weights);
        Graph graph = Graph.inference(replica)) {
      Gru.Input wrong = new Gru.Input.Rows(graph.input(waves(0, 8), 2, 4));
      assertThatThrownBy(() -> gru.forward(graph, PackedLengths.of(1, 1), wrong, null, 0))
          .hasMessageContaining("expected (2, 3), found (2, 4)");
    }
    assertThatThrownBy(() -> PackedLengths.of(1, 2)).hasMessageContaining("longest first");
    assertThatThrownBy(() -> PackedLengths.of(1, 0)).hasMessageContaining("at least 1");
  }

  private static float[] lastStates(Gru.Output out) {
    float[] all = new float[0];
    for (Variable last : out.last()) {
      float[] each = last.toFloats();
      int at = all.length;
      all = Arrays.copyOf(all, at + each.length);
      System.arraycopy(each, 0, all, at, each.length);
    }
    return all;
  }

  private static float[] gradient(Replica replica, Weights weights, String name) {
    Weight weight = weights.named(name);
    return replica
        .gradients()
        .asSlice(4 * weight.offset(), 4 * weight.size())
        .toArray(ValueLayout.JAVA_FLOAT);
  }

  private static void close(float[] found, float[] expected) {
    close(found, expected, TOLERANCE);
  }

  private static void close(float[] found, float[] expected, double tolerance) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i])
          .as("element %d", i)
          .isCloseTo(expected[i], within(tolerance * Math.max(1, Math.abs(expected[i]))));
    }
  }
}
