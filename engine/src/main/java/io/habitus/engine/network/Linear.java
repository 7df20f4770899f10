package io.habitus.engine.network;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.kernel.Matrix;
import java.lang.foreign.ValueLayout;

/** y = x·Wᵀ + b, with W (outputs, inputs). */
public final class Linear {
  private final Weight weight;
  private final Weight bias;

  /** Declares {@code name.weight} and {@code name.bias}, both uniform in ±1/√inputs at first. */
  public Linear(WeightPlan plan, String name, int inputs, int outputs) {
    Weight.Initial start = new Weight.Initial.Uniform(1 / Math.sqrt(inputs));
    weight = plan.add(name + ".weight", start, outputs, inputs);
    bias = plan.add(name + ".bias", start, outputs);
  }

  /** x (…, inputs) → (…, outputs). */
  public Variable forward(Graph graph, Variable x) {
    return x.linear(graph.weight(weight), graph.weight(bias));
  }

  /**
   * The same for x (rows, inputs); without gradients a row has the same bits however many rows are
   * computed at once, which libtorch's product does not promise.
   */
  public Variable forwardEach(Graph graph, Variable x) {
    return graph.isTraining() ? forward(graph, x) : eachRow(graph, graph.matrix(x));
  }

  private Variable eachRow(Graph graph, Matrix x) {
    Matrix y = graph.matrix(x.rows(), Math.toIntExact(weight.shape()[0]));
    float[] biases = graph.values(bias).toArray(ValueLayout.JAVA_FLOAT);
    for (int row = 0; row < x.rows(); row++) {
      System.arraycopy(biases, 0, y.values(), y.at(row, 0), biases.length);
    }
    graph
        .products()
        .product(
            x.rows(),
            x.values(),
            0,
            x.stride(),
            graph.right(weight, true), // (inputs, outputs)
            y.values(),
            0,
            y.stride(),
            true);
    return graph.custom(y, gradients -> {});
  }

  public Weight weight() {
    return weight;
  }

  public Weight bias() {
    return bias;
  }
}
