package io.habitus.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Replica;
import io.habitus.engine.graph.StepRandom;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.graph.Weights;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Losses over a table that the embedding shares, against their definition in double precision. */
class TokenLossesTest {
  private static final int TOKENS = 53;
  private static final int WIDTH = 7;
  private static final int FIRST = 5;
  private static final Sequences SEQUENCES = Sequences.ofLengths(4, 1, 6);
  private static final int[] PRESENT = {7, 9, 7, 20, 30, 11, 12, 13, 14, 15, 50};
  private static final int[] TARGETS = {9, 7, 20, -1, 31, 12, 13, 14, 15, 50, 8};

  private final WeightPlan plan = new WeightPlan();
  private final Embedding table =
      new Embedding(plan, "table", TOKENS, WIDTH, new Weight.Initial.Normal(0.7));
  private final Weight x = plan.add("x", new Weight.Initial.Normal(1), 11, WIDTH);
  private final Weights weights = new Weights(plan, 3);
  private final Replica replica = Replica.forTraining(weights);

  @AfterEach
  void free() {
    replica.close();
    weights.close();
  }

  private interface Loss {
    Variable of(Graph graph, Variable rows);
  }

  /** Loss and gradients, as the engine computes them. */
  private double run(Loss loss) {
    replica.clearGradients();
    try (Graph graph = Graph.training(replica, StepRandom.of(1, 2, 3))) {
      Variable value = loss.of(graph, graph.weight(x));
      graph.backward(value.times(2));
      return value.item();
    }
  }

  private double[] values(Weight weight) {
    float[] values = weights.values(weight).toArray(ValueLayout.JAVA_FLOAT);
    double[] copy = new double[values.length];
    Arrays.setAll(copy, i -> values[i]);
    return copy;
  }

  private float[] gradient(Weight weight) {
    return replica
        .gradients()
        .asSlice(4 * weight.offset(), 4 * weight.size())
        .toArray(ValueLayout.JAVA_FLOAT);
  }

  /** Which tokens compete with the target of a row. */
  private interface Rivals {
    boolean has(int row, int token);
  }

  /** The definition: adds 2 · scale times the gradients to the arrays. */
  private double expected(Rivals rivals, double scale, double[] toTable, double[] toX) {
    double[] w = values(table.weight());
    double[] rows = values(x);
    double loss = 0;
    for (int row = 0; row < TARGETS.length; row++) {
      if (TARGETS[row] < 0) {
        continue;
      }
      double[] weight = new double[TOKENS];
      double total = 0;
      for (int token = 0; token < TOKENS; token++) {
        if (token == TARGETS[row] || rivals.has(row, token)) {
          double logit = 0;
          for (int j = 0; j < WIDTH; j++) {
            logit += rows[row * WIDTH + j] * w[token * WIDTH + j];
          }
          weight[token] = Math.exp(logit);
          total += weight[token];
        }
      }
      loss -= scale * Math.log(weight[TARGETS[row]] / total);
      for (int token = 0; token < TOKENS; token++) {
        double slope = weight[token] / total - (token == TARGETS[row] ? 1 : 0);
        for (int j = 0; j < WIDTH; j++) {
          toTable[token * WIDTH + j] += 2 * scale * slope * rows[row * WIDTH + j];
          toX[row * WIDTH + j] += 2 * scale * slope * w[token * WIDTH + j];
        }
      }
    }
    return loss;
  }

  private void check(Loss loss, Rivals rivals, double scale) {
    double[] toTable = new double[TOKENS * WIDTH];
    double[] toX = new double[TARGETS.length * WIDTH];
    double value = expected(rivals, scale, toTable, toX);
    assertThat(run(loss)).isCloseTo(value, within(1e-5));
    close(gradient(table.weight()), toTable);
    close(gradient(x), toX);
  }

  private static void close(float[] found, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) found[i]).as("element %d", i).isCloseTo(expected[i], within(1e-5));
    }
  }

  @Test
  void tiedWeightsWithoutBias() {
    LinearCrossEntropy loss = new LinearCrossEntropy(table.weight(), null);
    check((graph, rows) -> loss.sum(graph, rows, TARGETS, 0.25), (row, token) -> true, 0.25);
  }

  private static Set<Integer> inSequence(int row) {
    int sequence = 0;
    while (SEQUENCES.last(sequence) < row) {
      sequence++;
    }
    Set<Integer> tokens = new HashSet<>();
    for (int i = SEQUENCES.first(sequence); i <= SEQUENCES.last(sequence); i++) {
      tokens.add(PRESENT[i]);
      tokens.add(TARGETS[i]);
    }
    return tokens;
  }

  @Test
  void samplesLeaveOutWhatOccursInTheSequence() {
    for (int negatives : new int[] {6, 30, TOKENS}) {
      SampledCrossEntropy loss = new SampledCrossEntropy(table.weight(), FIRST, negatives);
      StepRandom random = StepRandom.of(9, 9, 9);
      Set<Integer> drawn = new HashSet<>();
      Arrays.stream(loss.drawn(random)).forEach(drawn::add);
      check(
          (graph, rows) -> loss.sum(graph, rows, SEQUENCES, PRESENT, TARGETS, 0.25, random),
          (row, token) -> drawn.contains(token) && !inSequence(row).contains(token),
          0.25);
    }
  }

  @Test
  void samplesAreDistinctAndUniform() {
    int[] counts = new int[TOKENS];
    SampledCrossEntropy few = new SampledCrossEntropy(table.weight(), FIRST, 12);
    SampledCrossEntropy most = new SampledCrossEntropy(table.weight(), FIRST, 36);
    int draws = 1000;
    for (int i = 0; i < draws; i++) {
      int[] sample = few.drawn(StepRandom.of(1, i, 0));
      assertThat(sample).hasSize(12).isSorted().doesNotHaveDuplicates();
      int[] complement = most.drawn(StepRandom.of(2, i, 0));
      assertThat(complement).hasSize(36).isSorted().doesNotHaveDuplicates();
      Arrays.stream(sample).forEach(token -> counts[token]++);
      Arrays.stream(complement).forEach(token -> counts[token]++);
    }
    for (int token = 0; token < TOKENS; token++) {
      // 12/48 + 36/48 a draw; five standard deviations of the two binomial counts
      double expected = token < FIRST ? 0 : draws;
      assertThat((double) counts[token]).isCloseTo(expected, within(token < FIRST ? 0.0 : 97.0));
    }
  }

  @Test
  void nothingToDrawIsRefused() {
    assertThatThrownBy(() -> new SampledCrossEntropy(table.weight(), TOKENS, 3))
        .hasMessageContaining("expected at least one of 53 tokens from 53 on");
  }

  @Test
  void scoresAreProducts() {
    double[] w = values(table.weight());
    double[] rows = values(x);
    int[] seen = {0};
    try (Replica inference = Replica.forInference(weights);
        Graph graph = Graph.inference(inference)) {
      new TokenScores(table.weight(), null)
          .forEach(
              graph,
              graph.weight(x),
              (row, scores, at) -> {
                assertThat(row).isEqualTo(seen[0]++);
                for (int token = 0; token < TOKENS; token++) {
                  double product = 0;
                  for (int j = 0; j < WIDTH; j++) {
                    product += rows[row * WIDTH + j] * w[token * WIDTH + j];
                  }
                  assertThat((double) scores[at + token]).isCloseTo(product, within(1e-5));
                }
              });
    }
    assertThat(seen[0]).isEqualTo(11);
  }
}
