package io.habitus.engine.network;

import io.habitus.engine.graph.Weight;
import io.habitus.engine.graph.WeightPlan;

/** Scale and shift of a layer normalisation. */
record NormWeights(Weight gain, Weight shift) {
  /** Declares {@code name.weight} and {@code name.bias}. */
  NormWeights(WeightPlan plan, String name, int width) {
    this(
        plan.add(name + ".weight", new Weight.Initial.Constant(1), width),
        plan.add(name + ".bias", new Weight.Initial.Constant(0), width));
  }
}
