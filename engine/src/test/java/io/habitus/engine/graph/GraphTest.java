package io.habitus.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.habitus.engine.NativeBlock;
import io.habitus.engine.kernel.Matrix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GraphTest {
  private static final StepRandom RANDOM = StepRandom.of(1, 2, 3);

  private final WeightPlan plan = new WeightPlan();
  private final NativeBlock scratch = new NativeBlock(1 << 20);
  private long used;

  @AfterEach
  void free() {
    scratch.close();
  }

  private MemorySegment floats(float... values) {
    MemorySegment part = scratch.memory().asSlice(used, values.length * 4L);
    used += (values.length * 4L + 63) / 64 * 64;
    return part.copyFrom(MemorySegment.ofArray(values));
  }

  /** A sequence that Python can repeat: ((37·i + phase) mod 23 − 11)·scale. */
  private static float[] sequence(int length, double scale, int phase) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (((i * 37 + phase) % 23 - 11) * scale);
    }
    return values;
  }

  private static void set(Weights weights, Weight weight, float... values) {
    weights.values(weight).copyFrom(MemorySegment.ofArray(values));
  }

  private static float[] gradient(Replica replica, Weight weight) {
    return replica.gradient(weight).toArray(ValueLayout.JAVA_FLOAT);
  }

  private Weight weight(String name, long... shape) {
    return plan.add(name, new Weight.Initial.Constant(0), shape);
  }

  /** torch.nn.functional in PyTorch 2.10: two linear layers, GELU between, BCE summed. */
  @Test
  void gradientsOfAPerceptronArePyTorchs() {
    Weight w1 = weight("0.weight", 4, 3);
    Weight b1 = weight("0.bias", 4);
    Weight w2 = weight("2.weight", 2, 4);
    Weight b2 = weight("2.bias", 2);
    try (Weights weights = new Weights(plan, 1);
        Replica replica = Replica.forTraining(weights);
        Graph graph = Graph.training(replica, RANDOM)) {
      set(weights, w1, sequence(12, 0.05, 1));
      set(weights, b1, sequence(4, 0.02, 5));
      set(weights, w2, sequence(8, 0.07, 3));
      set(weights, b2, sequence(2, 0.03, 2));
      Variable x = graph.input(floats(sequence(15, 0.1, 7)), 5, 3);
      Variable labels = graph.input(floats(0, 1, 0, 1, 0, 1, 0, 1, 0, 1), 5, 2);
      Variable hidden = x.linear(graph.weight(w1), graph.weight(b1)).gelu(); // (5, 4)
      Variable logits = hidden.linear(graph.weight(w2), graph.weight(b2)); // (5, 2)
      Variable loss = logits.binaryCrossEntropySum(labels);
      graph.backward(loss);

      assertThat(loss.item()).isCloseTo(6.476762294769287, within(1e-5));
      assertThat(gradient(replica, w1))
          .containsExactly(
              new float[] {
                0.107453607f,
                -0.305996716f,
                0.197313696f,
                0.807458937f,
                0.1668282f,
                -0.848892987f,
                -0.243355975f,
                0.0398103595f,
                -0.0140751451f,
                0.207547709f,
                -0.13611871f,
                0.0814606249f
              },
              within(1e-5f));
      assertThat(gradient(replica, b1))
          .containsExactly(
              new float[] {-0.624438226f, 1.58882332f, -0.64858216f, 0.535568833f}, within(1e-5f));
      assertThat(gradient(replica, w2))
          .containsExactly(
              new float[] {
                -0.0240142122f,
                0.790945172f,
                -0.000871762633f,
                -0.183258832f,
                -0.0119391233f,
                -0.883938611f,
                0.0537755042f,
                0.236604691f
              },
              within(1e-5f));
      assertThat(gradient(replica, b2))
          .containsExactly(new float[] {2.2377634f, -2.48602414f}, within(1e-5f));
    }
  }

  /** A second pass adds to the same gradients; clearing them begins anew. */
  @Test
  void gradientsAddUpUntilTheyAreCleared() {
    Weight w = weight("w", 3);
    try (Weights weights = new Weights(plan, 1);
        Replica replica = Replica.forTraining(weights)) {
      set(weights, w, 1, 2, 3);
      for (int pass = 1; pass <= 2; pass++) {
        squaredNorm(replica, w);
        assertThat(gradient(replica, w)).containsExactly(2 * pass, 4 * pass, 6 * pass);
      }
      replica.clearGradients();
      squaredNorm(replica, w);
      assertThat(gradient(replica, w)).containsExactly(2, 4, 6);
    }
  }

  private static void squaredNorm(Replica replica, Weight w) {
    try (Graph graph = Graph.training(replica, RANDOM)) {
      graph.backward(graph.weight(w).square().sum());
    }
  }

  /** How a function reaches a scalar: with operations of ours or with libtorch's alone. */
  enum Road {
    /** Between libtorch's operations. */
    BETWEEN((x, square) -> square.apply(x.graph(), x.tanh()).sigmoid().sum()),
    /** One after another. */
    CHAINED((x, square) -> square.apply(x.graph(), square.apply(x.graph(), x.tanh())).sum()),
    /** Two of ours and one of libtorch's read the same value. */
    SHARED((x, square) -> {
      Variable y = x.tanh().times(2);
      Variable a = square.apply(x.graph(), y);
      Variable b = square.apply(x.graph(), y.sigmoid());
      return square.apply(x.graph(), y).times(a).plus(b).plus(y).square().sum();
    }),
    /** The same, gathered. */
    GATHERED((x, square) -> {
      Variable y = x.graph().gather(x.tanh().times(2));
      Variable a = square.apply(x.graph(), y);
      Variable b = square.apply(x.graph(), y.sigmoid());
      return square.apply(x.graph(), y).times(a).plus(b).plus(y).square().sum();
    }),
    /** A weight is an operation's input at once. */
    LEAF((x, square) -> square.apply(x.graph(), x).times(square.apply(x.graph(), x)).sum()),
    /** The scalar itself is ours. */
    LAST((x, square) -> square.apply(x.graph(), x.tanh().sum()));

    final BiFunction<Variable, BiFunction<Graph, Variable, Variable>, Variable> function;

    Road(BiFunction<Variable, BiFunction<Graph, Variable, Variable>, Variable> function) {
      this.function = function;
    }
  }

  /** x², as an operation of ours. */
  private static Variable ourSquare(Graph graph, Variable x) {
    Variable column = x.reshape(-1, 1);
    Matrix values = graph.matrix(column);
    Matrix squares = graph.matrix(values.rows(), 1);
    for (int row = 0; row < values.rows(); row++) {
      float value = values.values()[values.at(row, 0)];
      squares.values()[squares.at(row, 0)] = value * value;
    }
    return graph
        .custom(
            squares,
            gradients -> {
              Matrix back = graph.matrix(values.rows(), 1);
              for (int row = 0; row < values.rows(); row++) {
                float gradient = gradients[0].getAtIndex(ValueLayout.JAVA_FLOAT, row);
                back.values()[back.at(row, 0)] = 2 * values.values()[values.at(row, 0)] * gradient;
              }
              graph.send(column, back);
            })
        .reshape(x.shape());
  }

  @ParameterizedTest
  @EnumSource
  void operationsOfOursPassGradientsOn(Road road) {
    Weight w = weight("w", 4);
    float[][] found = new float[2][];
    try (Weights weights = new Weights(plan, 1);
        Replica replica = Replica.forTraining(weights)) {
      set(weights, w, 0.3f, -0.7f, 1.1f, 0.05f);
      for (int ours = 0; ours < 2; ours++) {
        replica.clearGradients();
        try (Graph graph = Graph.training(replica, RANDOM)) {
          BiFunction<Graph, Variable, Variable> square =
              ours == 1 ? GraphTest::ourSquare : (g, x) -> x.square();
          graph.backward(road.function.apply(graph.weight(w), square));
          found[ours] = gradient(replica, w);
        }
      }
    }
    assertThat(found[1]).containsExactly(found[0], within(1e-5f));
    assertThat(found[0]).doesNotContain(0);
  }

  /** Otherwise the memory of training grows with the shards of a batch instead of the threads. */
  @Test
  void shardsThatRunOneAfterTheOtherComputeInTheSameArrays() {
    weight("w", 2);
    try (Weights weights = new Weights(plan, 1);
        Replica first = Replica.forTraining(weights);
        Replica second = Replica.forTraining(weights)) {
      float[] array = arrayOf(first);
      assertThat(arrayOf(second)).isSameAs(array);
      try (Graph graph = Graph.training(first, RANDOM)) {
        assertThat(graph.array(5000)).isSameAs(array);
        assertThat(arrayOf(second)).isNotSameAs(array);
      }
      Replica.forTraining(weights).close();
      assertThat(arrayOf(first)).isNotSameAs(array);
    }
  }

  @Test
  void aMatrixThatWasGivenBackIsUsedAgainInTheSameGraph() {
    weight("w", 2);
    try (Weights weights = new Weights(plan, 1);
        Replica replica = Replica.forTraining(weights);
        Graph graph = Graph.training(replica, RANDOM)) {
      Matrix matrix = graph.matrix(100, 20);
      graph.release(matrix);
      assertThat(graph.matrix(100, 20).values()).isSameAs(matrix.values());
      assertThat(graph.matrix(100, 20).values()).isNotSameAs(matrix.values());
      Matrix foreign = new Matrix(new float[10], 1, 2, 2);
      assertThatThrownBy(() -> graph.release(foreign)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static float[] arrayOf(Replica replica) {
    try (Graph graph = Graph.training(replica, RANDOM)) {
      return graph.array(5000);
    }
  }

  @Test
  void whatNothingDependsOnGetsNoGradient() {
    Weight w = weight("w", 2);
    try (Weights weights = new Weights(plan, 1);
        Replica replica = Replica.forTraining(weights);
        Graph graph = Graph.training(replica, RANDOM)) {
      set(weights, w, 1, 2);
      Variable unused = ourSquare(graph, graph.weight(w));
      graph.backward(graph.weight(w).sum());
      assertThat(unused.toFloats()).containsExactly(1, 4);
      assertThat(gradient(replica, w)).containsExactly(1, 1);
    }
  }

  @Test
  void inferenceKeepsNothingAndDropsNothing() {
    Weight w = weight("w", 3);
    try (Weights weights = new Weights(plan, 1);
        Replica replica = Replica.forInference(weights);
        Graph graph = Graph.inference(replica)) {
      set(weights, w, 1, 2, 3);
      Variable x = graph.weight(w);
      Variable y = ourSquare(graph, x.dropout(0.5)).sum();
      assertThat(y.item()).isEqualTo(14);
      assertThat(y.raw.requires_grad()).isFalse();
      assertThat(graph.gather(x)).isSameAs(x);
      assertThatThrownBy(replica::gradients).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> Graph.training(replica, RANDOM))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void dropoutDropsItsShareAndScalesTheRest() {
    int size = 200_001;
    double share = 0.3;
    weight("w", 1);
    try (NativeBlock ones = new NativeBlock(size * 4L);
        Weights weights = new Weights(plan, 1);
        Replica replica = Replica.forTraining(weights)) {
      float[] all = new float[size];
      Arrays.fill(all, 1);
      ones.memory().copyFrom(MemorySegment.ofArray(all));
      float[] first = dropped(replica, ones, share, StepRandom.of(5, 9, 0));
      int zeros = 0;
      int bothZero = 0;
      for (int i = 0; i < size; i++) {
        zeros += first[i] == 0 ? 1 : 0;
        bothZero += i > 0 && first[i] == 0 && first[i - 1] == 0 ? 1 : 0;
        assertThat(first[i]).isIn(0f, (float) (1 / 0.7));
      }
      // Four standard deviations; neighbours are independent.
      assertThat(zeros / (double) size).isCloseTo(share, within(4 * Math.sqrt(0.21 / size)));
      assertThat(bothZero / (double) size).isCloseTo(share * share, within(0.004));
      assertThat(dropped(replica, ones, share, StepRandom.of(5, 9, 0))).isEqualTo(first);
      assertThat(dropped(replica, ones, share, StepRandom.of(5, 9, 1))).isNotEqualTo(first);
      assertThat(dropped(replica, ones, share, StepRandom.of(5, 10, 0))).isNotEqualTo(first);
      assertThat(dropped(replica, ones, share, StepRandom.of(6, 9, 0))).isNotEqualTo(first);
    }
  }

  private static float[] dropped(
      Replica replica, NativeBlock values, double share, StepRandom random) {
    try (Graph graph = Graph.training(replica, random)) {
      Variable x = graph.input(values.memory(), values.memory().byteSize() / 4);
      Variable one = x.dropout(share);
      assertThat(x.dropout(share).toFloats()).isNotEqualTo(one.toFloats());
      assertThat(x.dropout(0)).isSameAs(x);
      return one.toFloats();
    }
  }

  /** Every operation whose gradient is libtorch's, but whose call is ours. */
  @Test
  void operationsHaveTheSlopesOfFiniteDifferences() {
    Weight w = weight("w", 6);
    Random random = new Random(4);
    try (Weights weights = new Weights(plan, 1);
        Replica replica = Replica.forTraining(weights)) {
      for (int i = 0; i < 6; i++) {
        weights.values(w).setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
      }
      try (Graph graph = Graph.training(replica, RANDOM)) {
        graph.backward(mixture(graph, w));
      }
      float[] slopes = gradient(replica, w);
      for (int i = 0; i < 6; i++) {
        float h = 3e-3f;
        double up = shifted(replica, weights, w, i, h);
        double down = shifted(replica, weights, w, i, -h);
        assertThat((double) slopes[i])
            .isCloseTo((up - down) / (2 * h), within(2e-3 * Math.max(1, Math.abs(slopes[i]))));
      }
    }
  }

  private double shifted(Replica replica, Weights weights, Weight w, int at, float by) {
    float before = weights.values(w).getAtIndex(ValueLayout.JAVA_FLOAT, at);
    weights.values(w).setAtIndex(ValueLayout.JAVA_FLOAT, at, before + by);
    try (Graph graph = Graph.training(replica, RANDOM)) {
      return mixture(graph, w).item();
    } finally {
      weights.values(w).setAtIndex(ValueLayout.JAVA_FLOAT, at, before);
    }
  }

  private Variable mixture(Graph graph, Weight w) {
    Variable x = graph.weight(w).reshape(3, 2);
    MemorySegment order = scratch.memory().asSlice(1 << 19, 24);
    order.copyFrom(MemorySegment.ofArray(new long[] {2, 0, 2}));
    Variable indices = graph.indices(order, 3);
    Variable mask = graph.input(floats(0, 0, 1, 0, 0, 0), 3, 2);
    Variable rows = x.rows(indices).plus(x.embedding(indices)); // (3, 2)
    Variable spread = rows.scatterRows(indices, 4).narrow(0, 0, 3); // (3, 2)
    Variable soft = spread.softmax().concatenate(1, x.sigmoid(), x.tanh()); // (3, 6)
    Variable normal =
        soft.layerNorm(
            graph.input(floats(1, 2, 1, 2, 1, 2), 6),
            graph.input(floats(0, 1, 0, 1, 0, 1), 6),
            1e-5);
    Variable heads = normal.reshape(1, 1, 3, 6);
    Variable ones = graph.input(floats(1), 1);
    Variable zero = graph.input(floats(0, 0, 0, 0, 0, 0, 0, 0, 0), 3, 3);
    Variable attended = heads.attention(heads.times(0.5), heads, zero, 0).reshape(3, 6);
    Variable product = attended.matmul(attended.transpose(0, 1)); // (3, 3)
    return product
        .mean(0)
        .sum(0)
        .plus(x.masked(mask, 3).gelu().plus(x.relu()).minus(x.square()).sum())
        .plus(x.dividedBy(x.square().plus(x.atLeast(0.1).square()).plus(ones)).sum())
        .dropout(0);
  }

  /** Whatever a graph computes is freed with it. */
  @Test
  void aClosedGraphHasFreedItsMemory() throws Exception {
    Weight w = weight("w", 256, 256);
    try (NativeBlock input = new NativeBlock(4096 * 256 * 4L);
        Weights weights = new Weights(plan, 1);
        Replica replica = Replica.forTraining(weights)) {
      long before = 0;
      for (int pass = 0; pass < 60; pass++) {
        if (pass == 20) {
          before = anonymousKilobytes();
        }
        try (Graph graph = Graph.training(replica, RANDOM)) {
          Variable x = graph.input(input.memory(), 4096, 256); // 4 MiB, as all that follow
          Variable y = ourSquare(graph, x.linear(graph.weight(w)).gelu()).dropout(0.1);
          graph.backward(y.linear(graph.weight(w)).square().sum());
        }
      }
      // One leaked tensor per pass would be 160 MiB.
      assertThat(anonymousKilobytes() - before).isLessThan(40_000);
    }
  }

  private static long anonymousKilobytes() throws Exception {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("RssAnon:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }
}
