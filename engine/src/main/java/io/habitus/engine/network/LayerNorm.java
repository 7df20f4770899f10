package io.habitus.engine.network;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.graph.WeightPlan;

/** Layer normalisation with a learned scale and shift (Ba, Kiros and Hinton 2016). */
public final class LayerNorm {
  private static final double EPSILON = 1e-5;

  private final Weight weight;
  private final Weight bias;

  /** Declares {@code name.weight}, at first 1, and {@code name.bias}, at first 0. */
  public LayerNorm(WeightPlan plan, String name, int width) {
    weight = plan.add(name + ".weight", new Weight.Initial.Constant(1), width);
    bias = plan.add(name + ".bias", new Weight.Initial.Constant(0), width);
  }

  /** x (…, width) → the same shape. */
  public Variable forward(Graph graph, Variable x) {
    return x.layerNorm(graph.weight(weight), graph.weight(bias), EPSILON);
  }
}
