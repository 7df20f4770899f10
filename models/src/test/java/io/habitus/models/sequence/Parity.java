package io.habitus.models.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Replica;
import io.habitus.engine.graph.StepRandom;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.train.Network;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code benchmarks/python/sequence_parity.py} printed for one small network, in double
 * precision; the formulas of its weights and inputs are those of that script.
 */
public final class Parity {
  public static final int WIDTH = 7;
  public static final int TARGET_WIDTH = 6;
  public static final int HIDDEN = 8;
  public static final int LATENT = 5;
  public static final List<Integer> LENGTHS = List.of(6, 4, 4, 1);
  public static final List<Integer> TARGET_LENGTHS = List.of(1, 3, 5, 1);

  private final double loss;
  private final double[] vectors;
  private final Map<String, double[]> gradients = new HashMap<>();

  private Parity(List<String> lines) {
    loss = Double.parseDouble(lines.get(0).split(" ")[1]);
    vectors = numbers(lines.get(1).substring("vectors ".length()));
    for (String line : lines.subList(2, lines.size())) {
      int comma = line.indexOf(',');
      gradients.put(line.substring(1, comma - 1), numbers(line.substring(comma + 1)));
    }
  }

  private static double[] numbers(String text) {
    return List.of(text.strip().split(", ")).stream().mapToDouble(Double::parseDouble).toArray();
  }

  public static Parity of(String network) throws IOException {
    try (InputStream in = Parity.class.getResourceAsStream("pytorch-parity.txt")) {
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String section = all.split("--- " + network + "\n")[1].split("---")[0];
      return new Parity(section.lines().toList());
    }
  }

  /** Client after client, (steps · width) each. */
  public static List<float[]> rows(List<Integer> lengths, int width, double phase) {
    List<float[]> rows = new ArrayList<>();
    int i = 0;
    for (int length : lengths) {
      float[] sequence = new float[length * width];
      for (int j = 0; j < sequence.length; j++) {
        sequence[j] = (float) Math.sin(0.61 * i++ + phase);
      }
      rows.add(sequence);
    }
    return rows;
  }

  private static void fill(Weights weights) {
    List<Weight> sorted =
        weights.all().stream().sorted(Comparator.comparing(Weight::name)).toList();
    for (int k = 0; k < sorted.size(); k++) {
      Weight weight = sorted.get(k);
      MemorySegment values = weights.values(weight);
      boolean scale = weight.shape().length == 1 && weight.name().endsWith("weight");
      for (int i = 0; i < weight.size(); i++) {
        double value = 0.5 * Math.sin(1 + 0.37 * i + 1.7 * k) + (scale ? 1 : 0);
        values.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) value);
      }
    }
  }

  /** Loss, gradients and the first two vectors of a network that reads {@link #LENGTHS}. */
  public <S, N extends Network<S> & SequenceEncoder> void check(
      N network, WeightPlan plan, S shard) {
    try (Arena arena = Arena.ofConfined();
        Weights weights = new Weights(plan, 1)) {
      fill(weights);
      PackedRows rows = new PackedRows(arena);
      rows.fill(rows(LENGTHS, WIDTH, 0), WIDTH);
      try (Replica replica = Replica.forInference(weights);
          Graph graph = Graph.inference(replica)) {
        float[] found = network.encode(graph, rows).toFloats();
        assertThat(found).hasSize(LENGTHS.size() * LATENT);
        for (int i = 0; i < vectors.length; i++) {
          assertThat((double) found[i]).isCloseTo(vectors[i], within(1e-5));
        }
      }
      try (Replica replica = Replica.forTraining(weights);
          Graph graph = Graph.training(replica, StepRandom.of(1, 1, 1))) {
        replica.clearGradients();
        var value = network.loss(graph, shard);
        assertThat(value.item()).isCloseTo(loss, within(1e-5 * loss));
        graph.backward(value);
        weights.all().forEach(weight -> check(weight, gradient(replica, weight)));
      }
    }
  }

  private static float[] gradient(Replica replica, Weight weight) {
    return replica
        .gradients()
        .asSlice(Float.BYTES * weight.offset(), Float.BYTES * weight.size())
        .toArray(ValueLayout.JAVA_FLOAT);
  }

  private void check(Weight weight, float[] gradient) {
    double sum = 0;
    double wave = 0;
    for (int i = 0; i < gradient.length; i++) {
      sum += gradient[i];
      wave += gradient[i] * Math.cos(0.1 * i);
    }
    double[] expected = gradients.get(weight.name());
    assertThat(expected).as(weight.name()).isNotNull();
    double[] found = {gradient[0], sum, wave};
    for (int i = 0; i < 3; i++) {
      assertThat(found[i])
          .as("%s, number %d", weight.name(), i)
          .isCloseTo(expected[i], within(1e-5 * Math.max(1, Math.abs(expected[i]))));
    }
  }
}
