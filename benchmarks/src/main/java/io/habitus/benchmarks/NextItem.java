package io.habitus.benchmarks;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.network.CausalTransformer;
import io.habitus.engine.network.Embedding;
import io.habitus.engine.network.LinearCrossEntropy;
import io.habitus.engine.network.SampledCrossEntropy;
import io.habitus.engine.network.Sequences;
import io.habitus.engine.network.TransformerShape;
import io.habitus.engine.train.Network;

/** Predicts the next item with a table that input and output share; item 0 is none. */
final class NextItem implements Network<NextItem.Shard> {
  private final Kind kind;
  private final WeightPlan plan = new WeightPlan();
  private final Embedding table;
  private final CausalTransformer transformer;

  /** The two networks that are measured. */
  enum Kind {
    SASREC(64, 2, 2, 50, 0.5, 256, 0),
    GPT2(192, 6, 4, 256, 0.1, 32, 10_000);

    final int width;
    final int layers;
    final int heads;
    final int steps;
    final double dropout;
    final int batch;
    final int negatives;

    Kind(int width, int layers, int heads, int steps, double dropout, int batch, int negatives) {
      this.width = width;
      this.layers = layers;
      this.heads = heads;
      this.steps = steps;
      this.dropout = dropout;
      this.batch = batch;
      this.negatives = negatives;
    }

    TransformerShape shape() {
      return switch (this) {
        case SASREC -> TransformerShape.sasRec(layers, heads, width, steps, dropout);
        case GPT2 -> TransformerShape.gpt2(layers, heads, width, steps, dropout);
      };
    }
  }

  /** Some sequences of items, and how many targets the whole batch has. */
  @SuppressWarnings("ArrayRecordComponent")
  record Shard(Sequences sequences, int[] tokens, long targets) {}

  NextItem(Kind kind, int tokens) {
    this.kind = kind;
    table = new Embedding(plan, "items", tokens, kind.width, new Weight.Initial.Normal(0.02));
    transformer = new CausalTransformer(plan, "transformer.", kind.shape());
  }

  WeightPlan plan() {
    return plan;
  }

  private Variable steps(Graph graph, Shard shard) {
    Variable rows = table.forward(graph, shard.tokens);
    return kind == Kind.SASREC ? rows.times(Math.sqrt(kind.width)) : rows;
  }

  /** (sequences, width). */
  Variable last(Graph graph, Shard shard) {
    return transformer.last(graph, shard.sequences, steps(graph, shard));
  }

  @Override
  public Variable loss(Graph graph, Shard shard) {
    Variable states = transformer.forward(graph, shard.sequences, steps(graph, shard));
    int[] targets = new int[shard.tokens.length];
    for (int i = 0; i < shard.sequences.size(); i++) {
      int last = shard.sequences.last(i);
      System.arraycopy(
          shard.tokens,
          shard.sequences.first(i) + 1,
          targets,
          shard.sequences.first(i),
          shard.sequences.length(i) - 1);
      targets[last] = -1;
    }
    double scale = 1.0 / shard.targets;
    return kind.negatives == 0
        ? new LinearCrossEntropy(table.weight(), null).sum(graph, states, targets, scale)
        : new SampledCrossEntropy(table.weight(), 1, kind.negatives)
            .sum(graph, states, shard.sequences, shard.tokens, targets, scale, graph.nextDropout());
  }
}
