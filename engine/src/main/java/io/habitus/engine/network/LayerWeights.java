package io.habitus.engine.network;

import io.habitus.engine.graph.Weight;
import io.habitus.engine.graph.WeightPlan;

/**
 * The weights of one layer of a causal transformer; matrices are (outputs, inputs).
 *
 * @param keyValue (2 · width, width): keys, then values
 */
record LayerWeights(
    NormWeights first,
    Projection query,
    Projection keyValue,
    Projection out,
    NormWeights second,
    Projection wide,
    Projection narrow) {

  /** A matrix and its bias. */
  record Projection(Weight weight, Weight bias) {
    private static Projection of(
        WeightPlan plan, String name, Weight.Initial start, long outputs, long inputs) {
      return new Projection(
          plan.add(name + ".weight", start, outputs, inputs),
          plan.add(name + ".bias", new Weight.Initial.Constant(0), outputs));
    }
  }

  LayerWeights(WeightPlan plan, String name, TransformerShape shape) {
    int width = shape.width();
    Weight.Initial start = shape.start();
    this(
        new NormWeights(plan, name + ".norm1", width),
        Projection.of(plan, name + ".attention.query", start, width, width),
        Projection.of(plan, name + ".attention.key_value", start, 2L * width, width),
        Projection.of(plan, name + ".attention.out", start, width, width),
        new NormWeights(plan, name + ".norm2", width),
        Projection.of(plan, name + ".linear1", start, shape.feedForward(), width),
        Projection.of(plan, name + ".linear2", start, width, shape.feedForward()));
  }
}
