package io.habitus.engine.network;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.kernel.Matrix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** y = x·Wᵀ + b over the rows of a matrix, forward and backward. */
final class ProjectionPass {
  private final PassRoom room;
  private final LayerWeights.Projection weights;
  private final int outputs;
  private final int inputs;

  ProjectionPass(PassRoom room, LayerWeights.Projection weights) {
    this.room = room;
    this.weights = weights;
    outputs = Math.toIntExact(weights.weight().shape()[0]);
    inputs = Math.toIntExact(weights.weight().shape()[1]);
  }

  int outputs() {
    return outputs;
  }

  /**
   * Computes y.
   *
   * @param base added to it, or null
   */
  void forward(Matrix x, @Nullable Matrix base, Matrix y) {
    Graph graph = room.graph();
    float[] bias = graph.values(weights.bias()).toArray(ValueLayout.JAVA_FLOAT);
    for (int row = 0; row < x.rows(); row++) {
      if (base == null) {
        System.arraycopy(bias, 0, y.values(), y.at(row, 0), outputs);
      } else {
        sum(bias, base.values(), base.at(row, 0), y.values(), y.at(row, 0));
      }
    }
    // Products are added to what the sums above began.
    graph
        .products()
        .product(
            x.rows(),
            x.values(),
            0,
            x.stride(),
            graph.right(weights.weight(), true),
            y.values(),
            0,
            y.stride(),
            true);
  }

  private static void sum(float[] bias, float[] base, int baseAt, float[] into, int at) {
    for (int i = 0; i < bias.length; i++) {
      into[at + i] = base[baseAt + i] + bias[i];
    }
  }

  /**
   * Adds to the gradients of the weights and gives that of x.
   *
   * @param gradient of y
   * @param x as it was
   * @param toX receives the gradient
   * @param add whether it is added to what toX holds
   */
  void backward(Matrix gradient, Matrix x, Matrix toX, boolean add) {
    Graph graph = room.graph();
    Weight weight = weights.weight();
    Matrix sums = graph.matrix(outputs, inputs);
    sums.read(graph.gradient(weight));
    graph.products().addTransposedProduct(gradient, x, sums);
    sums.write(graph.gradient(weight));
    addToBias(gradient);
    graph
        .products()
        .product(
            x.rows(),
            gradient.values(),
            0,
            gradient.stride(),
            graph.right(weight, false),
            toX.values(),
            0,
            toX.stride(),
            add);
  }

  private void addToBias(Matrix gradient) {
    float[] sums = new float[outputs];
    for (int row = 0; row < gradient.rows(); row++) {
      addRow(gradient.values(), gradient.at(row, 0), sums);
    }
    MemorySegment into = room.graph().gradient(weights.bias());
    for (int i = 0; i < outputs; i++) {
      float sum = into.getAtIndex(ValueLayout.JAVA_FLOAT, i) + sums[i];
      into.setAtIndex(ValueLayout.JAVA_FLOAT, i, sum);
    }
  }

  private static void addRow(float[] from, int at, float[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += from[at + i];
    }
  }
}
