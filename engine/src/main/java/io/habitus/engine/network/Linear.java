package io.habitus.engine.network;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.graph.WeightPlan;

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

  public Weight weight() {
    return weight;
  }

  public Weight bias() {
    return bias;
  }
}
