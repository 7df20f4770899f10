package io.habitus.recommend.sequential;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.network.CausalTransformer;
import io.habitus.engine.network.Embedding;
import io.habitus.engine.network.LinearCrossEntropy;
import io.habitus.engine.network.SampledCrossEntropy;
import io.habitus.engine.network.TokenScores;
import io.habitus.engine.train.Network;
import io.habitus.recommend.metrics.Measure;
import io.habitus.recommend.metrics.TopItems;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Item vectors, a causal transformer, and scores h·e by the same vectors. Trained by the
 * cross-entropy of the next item at every step; validated by 1 − NDCG@10 of a full ranking.
 */
final class NextItemNetwork implements Network<SequenceShard> {
  /** Deviation of vectors that begin at random. */
  static final double START = 0.02;

  static final String ITEMS = "item_embedding";

  /** Before a column's name. */
  static final String CONTEXT = "context_embedding.";

  private static final Measure NDCG = new Measure.Ndcg(10);

  private final Settings settings;
  private final Bound bound;
  private final WeightPlan plan = new WeightPlan();
  private final Embedding items;
  private final List<Embedding> context = new ArrayList<>();
  private final CausalTransformer transformer;

  /** What item vectors must obey after every step. */
  @FunctionalInterface
  interface Bound {
    /** Nothing. */
    Bound NONE = table -> {};

    /** Puts vectors back that have gone too far: (items, width) fp32. */
    void project(MemorySegment table);
  }

  /**
   * A network.
   *
   * @param count items
   * @param tables what is read beside them
   * @param bound of their vectors
   */
  NextItemNetwork(Settings settings, int count, ContextTables tables, Bound bound) {
    this.settings = settings;
    this.bound = bound;
    items = new Embedding(plan, ITEMS, count, settings.width(), new Weight.Initial.Normal(START));
    for (ContextTables.Column column : tables.columns()) {
      String name = CONTEXT + column.name().replaceAll("[^A-Za-z0-9_-]", "_");
      context.add(
          new Embedding(
              plan, name, column.size(), settings.width(), new Weight.Initial.Normal(START)));
    }
    transformer = new CausalTransformer(plan, "transformer.", settings.shape());
  }

  WeightPlan plan() {
    return plan;
  }

  /** (items, width). */
  Weight table() {
    return items.weight();
  }

  CausalTransformer transformer() {
    return transformer;
  }

  /** What the transformer reads: (rows, width). An item's vector, and those of its context. */
  Variable embed(Graph graph, SequenceShard shard) {
    Variable read = items.forward(graph, shard.items());
    for (int c = 0; c < context.size(); c++) {
      read = read.plus(context.get(c).forward(graph, shard.context()[c]));
    }
    return read.times(settings.inputScale());
  }

  /** The last state of each sequence: (sequences, width). For inference. */
  Variable last(Graph graph, SequenceShard shard) {
    return transformer.last(graph, shard.sequences(), embed(graph, shard));
  }

  @Override
  public Variable loss(Graph graph, SequenceShard shard) {
    return graph.isTraining() ? crossEntropy(graph, shard) : missed(graph, shard);
  }

  private Variable crossEntropy(Graph graph, SequenceShard shard) {
    Variable hidden = transformer.forward(graph, shard.sequences(), embed(graph, shard));
    return settings.negatives() == 0
        ? new LinearCrossEntropy(items.weight(), null)
            .sum(graph, hidden, shard.targets(), shard.scale())
        : new SampledCrossEntropy(items.weight(), 0, settings.negatives())
            .sum(
                graph,
                hidden,
                shard.sequences(),
                shard.items(),
                shard.targets(),
                shard.scale(),
                graph.nextDropout());
  }

  /** The shard's part of 1 − NDCG@10. */
  private Variable missed(Graph graph, SequenceShard shard) {
    double[] missed = {0};
    new TokenScores(items.weight(), null)
        .forEach(
            graph,
            last(graph, shard),
            (i, scores, at) -> {
              for (int item : shard.seen()[i]) {
                scores[at + item] = Float.NEGATIVE_INFINITY;
              }
              missed[0] +=
                  1 - NDCG.of(TopItems.rank(scores, at, items.tokens(), shard.targets()[i]));
            });
    return graph.custom(missed[0] * shard.scale(), gradients -> {});
  }

  @Override
  public void afterStep(Weights weights) {
    bound.project(weights.values(items.weight()));
  }
}
