package io.habitus.engine.network;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.graph.WeightPlan;

/**
 * A transformer encoder layer (Vaswani et al. 2017): self-attention and a feed-forward network with
 * ReLU, each with a residual connection and layer normalisation after it, as PyTorch's {@code
 * TransformerEncoderLayer}.
 */
public final class TransformerLayer {
  private final int width;
  private final int heads;
  private final Weight projection; // (3 · width, width): queries, keys, values
  private final Weight projectionBias;
  private final Linear out;
  private final Linear wide;
  private final Linear narrow;
  private final LayerNorm first;
  private final LayerNorm second;

  /** Declares the weights with PyTorch's names under {@code name}. */
  public TransformerLayer(WeightPlan plan, String name, int width, int heads, int feedForward) {
    if (width % heads != 0) {
      throw new IllegalArgumentException(
          "a width of %d cannot be cut into %d heads".formatted(width, heads));
    }
    this.width = width;
    this.heads = heads;
    Weight.Initial xavier = new Weight.Initial.Uniform(Math.sqrt(6.0 / (4.0 * width)));
    Weight.Initial zero = new Weight.Initial.Constant(0);
    projection = plan.add(name + ".self_attn.in_proj_weight", xavier, 3L * width, width);
    projectionBias = plan.add(name + ".self_attn.in_proj_bias", zero, 3L * width);
    out = new Linear(plan, name + ".self_attn.out_proj", width, width);
    wide = new Linear(plan, name + ".linear1", width, feedForward);
    narrow = new Linear(plan, name + ".linear2", feedForward, width);
    first = new LayerNorm(plan, name + ".norm1", width);
    second = new LayerNorm(plan, name + ".norm2", width);
  }

  /**
   * One layer.
   *
   * @param x (sequences, steps, width)
   * @param mask added to attention's logits, broadcast to (sequences, heads, steps, steps): 0, or a
   *     large negative number where a step must not be seen
   * @param dropout of attention weights, of both branches and inside the feed-forward network
   * @return (sequences, steps, width)
   */
  public Variable forward(Graph graph, Variable x, Variable mask, double dropout) {
    Variable attended = attention(graph, x, mask, dropout).dropout(dropout);
    Variable y = first.forward(graph, x.plus(attended)); // (sequences, steps, width)
    Variable inner = wide.forward(graph, y).relu().dropout(dropout); // (…, feedForward)
    return second.forward(graph, y.plus(narrow.forward(graph, inner).dropout(dropout)));
  }

  private Variable attention(Graph graph, Variable x, Variable mask, double dropout) {
    long sequences = x.size(0);
    long steps = x.size(1);
    Variable all = x.linear(graph.weight(projection), graph.weight(projectionBias)); // (…, 3·width)
    Variable queries = heads(all, 0, sequences, steps); // (sequences, heads, steps, width/heads)
    Variable keys = heads(all, 1, sequences, steps);
    Variable values = heads(all, 2, sequences, steps);
    Variable mixed = queries.attention(keys, values, mask, dropout);
    Variable joined = mixed.transpose(1, 2).reshape(sequences, steps, width);
    return out.forward(graph, joined);
  }

  private Variable heads(Variable all, int part, long sequences, long steps) {
    return all.narrow(2, (long) part * width, width)
        .reshape(sequences, steps, heads, width / heads)
        .transpose(1, 2);
  }
}
