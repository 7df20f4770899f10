package io.habitus.models.mtl;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.network.LayerNorm;
import io.habitus.engine.network.Linear;

/** {@code x + f(x)}: f is two layers, each linear, GELU, layer normalisation, dropout. */
final class Residual {
  private final Linear expand;
  private final LayerNorm expandNorm;
  private final Linear contract;
  private final LayerNorm contractNorm;
  private final double dropout;

  Residual(WeightPlan plan, String name, int width, int inner, double dropout) {
    expand = new Linear(plan, name + ".expand", width, inner);
    expandNorm = new LayerNorm(plan, name + ".expand_norm", inner);
    contract = new Linear(plan, name + ".contract", inner, width);
    contractNorm = new LayerNorm(plan, name + ".contract_norm", width);
    this.dropout = dropout;
  }

  /** (clients, width) → the same. */
  Variable forward(Graph graph, Variable x) {
    Variable wide = expandNorm.forward(graph, expand.forward(graph, x).gelu()).dropout(dropout);
    Variable narrow = contractNorm.forward(graph, contract.forward(graph, wide).gelu());
    return x.plus(narrow.dropout(dropout));
  }
}
