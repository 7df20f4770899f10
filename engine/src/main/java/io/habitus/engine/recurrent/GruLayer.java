package io.habitus.engine.recurrent;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.kernel.Matrix;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One layer: the connection between the graph and the passes over the steps. */
final class GruLayer {
  private final int inputs;
  private final int width;
  final Weight inputWeight; // (3 · width, inputs), gates in the order r, z, n
  final Weight stateWeight; // (3 · width, width)
  final Weight inputBias; // (3 · width)
  final Weight stateBias; // (3 · width)

  /** What one layer gives: (rows, width) and (sequences, width). */
  record Output(Variable rows, Variable last) {}

  GruLayer(WeightPlan plan, String prefix, int number, int inputs, int width) {
    this.inputs = inputs;
    this.width = width;
    Weight.Initial start = new Weight.Initial.Uniform(1 / Math.sqrt(width));
    inputWeight = plan.add(prefix + "weight_ih_l" + number, start, 3L * width, inputs);
    stateWeight = plan.add(prefix + "weight_hh_l" + number, start, 3L * width, width);
    inputBias = plan.add(prefix + "bias_ih_l" + number, start, 3L * width);
    stateBias = plan.add(prefix + "bias_hh_l" + number, start, 3L * width);
  }

  int inputs() {
    return inputs;
  }

  int width() {
    return width;
  }

  Output forward(Graph graph, PackedLengths lengths, Gru.Input input, @Nullable Variable start) {
    GruPass pass = pass(graph, lengths, input, start);
    Variable source = source(input);
    List<Variable> results =
        graph.custom(
            List.of(pass.states(), pass.last()),
            gradients -> backward(graph, pass, gradients[0], gradients[1], source, start));
    return new Output(results.getFirst(), results.getLast());
  }

  /** The same without the states in between: (sequences, width). */
  Variable last(Graph graph, PackedLengths lengths, Gru.Input input, @Nullable Variable start) {
    GruPass pass = pass(graph, lengths, input, start);
    Variable source = source(input);
    return graph.custom(
        pass.last(), gradients -> backward(graph, pass, null, gradients[0], source, start));
  }

  private GruPass pass(
      Graph graph, PackedLengths lengths, Gru.Input input, @Nullable Variable start) {
    Variable source = source(input);
    boolean same = input instanceof Gru.Input.Same;
    requireShape(source, same ? lengths.sequences() : lengths.rows(), inputs);
    if (start != null) {
      requireShape(start, lengths.sequences(), width);
    }
    GruPass pass =
        new GruPass(
            graph,
            this,
            lengths,
            graph.matrix(source),
            same,
            start == null ? null : graph.matrix(start));
    pass.forward();
    return pass;
  }

  private static Variable source(Gru.Input input) {
    return switch (input) {
      case Gru.Input.Rows(Variable values) -> values;
      case Gru.Input.Same(Variable values) -> values;
    };
  }

  private static void backward(
      Graph graph,
      GruPass pass,
      @Nullable MemorySegment toStates,
      @Nullable MemorySegment toLast,
      Variable source,
      @Nullable Variable start) {
    Matrix toStart = pass.backward(toStates, toLast);
    if (graph.wantsGradient(source)) {
      Matrix toInput = pass.toInput();
      graph.send(source, toInput);
      graph.release(toInput);
    }
    if (start != null) {
      graph.send(start, toStart);
    }
  }

  private static void requireShape(Variable x, int rows, int columns) {
    if (x.size(0) != rows || x.size(-1) != columns) {
      throw new IllegalArgumentException(
          "GRU: expected (%d, %d), found (%d, %d)".formatted(rows, columns, x.size(0), x.size(-1)));
    }
  }
}
