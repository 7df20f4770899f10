package io.habitus.models.mtl;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.network.Linear;

/** One task: a small network from the latent to the logits of its labels. */
final class Head {
  private final Linear first;
  private final Linear second;
  private final Linear logits;
  private final double dropout;

  Head(WeightPlan plan, String name, int latent, Widths widths, int labels, double dropout) {
    first = new Linear(plan, name + ".first", latent, widths.first());
    second = new Linear(plan, name + ".second", widths.first(), widths.second());
    logits = new Linear(plan, name + ".logits", widths.second(), labels);
    this.dropout = dropout;
  }

  /** Widths of the two layers before the logits. */
  record Widths(int first, int second) {
    /** 512 and 256, as published. */
    static final Widths PUBLISHED = new Widths(512, 256);
  }

  /** (clients, latent) → (clients, labels). */
  Variable forward(Graph graph, Variable latents) {
    Variable wide = first.forward(graph, latents).gelu().dropout(dropout); // (clients, 512)
    return logits.forward(graph, second.forward(graph, wide).gelu().dropout(dropout));
  }
}
