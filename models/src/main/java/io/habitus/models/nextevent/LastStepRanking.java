package io.habitus.models.nextevent;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.kernel.Matrix;
import io.habitus.engine.network.Sequences;
import io.habitus.engine.network.TokenScores;
import io.habitus.engine.train.Network;
import io.habitus.features.token.TokenVocabulary;
import java.util.ArrayList;
import java.util.List;

/**
 * Learns by the loss, is validated by rank: 1 − NDCG@10 of the last step's first field among all
 * values, asked of the state before it. A last step without a value of its own counts as not found.
 */
record LastStepRanking(NextEventNetwork network) implements Network<EventShard> {
  private static final int BEST = 10;

  @Override
  public Variable loss(Graph graph, EventShard shard) {
    return graph.isTraining() ? network.loss(graph, shard) : missed(graph, shard);
  }

  private Variable missed(Graph graph, EventShard shard) {
    Sequences sequences = shard.sequences();
    List<Integer> rows = new ArrayList<>(); // before the last steps that can be found
    for (int i = 0; i < sequences.size(); i++) {
      int last = shard.tokens()[0][sequences.last(i)];
      if (sequences.length(i) > 1 && last >= TokenVocabulary.FIRST_VALUE) {
        rows.add(sequences.last(i) - 1);
      }
    }
    double gain = rows.isEmpty() ? 0 : gain(graph, shard, rows);
    return graph.custom((sequences.size() - gain) / shard.clients(), gradients -> {});
  }

  private double gain(Graph graph, EventShard shard, List<Integer> rows) {
    Matrix all = graph.matrix(network.columns(network.states(graph, shard), 0));
    Matrix asked = graph.matrix(rows.size(), all.columns());
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(
          all.values(), all.at(rows.get(i), 0), asked.values(), asked.at(i, 0), all.columns());
    }
    double[] sum = new double[1];
    new TokenScores(network.firstTable().weight(), null)
        .forEach(
            graph,
            graph.custom(asked, gradients -> {}),
            (i, scores, at) -> sum[0] += gain(scores, at, shard.tokens()[0][rows.get(i) + 1]));
    return sum[0];
  }

  private double gain(float[] scores, int at, int right) {
    int rank = 1;
    float score = scores[at + right];
    for (int token = TokenVocabulary.FIRST_VALUE; token < network.firstTable().tokens(); token++) {
      float other = scores[at + token];
      if (other > score || (other == score && token < right)) {
        rank++;
      }
    }
    return rank > BEST ? 0 : Math.log(2) / Math.log(rank + 1.0);
  }
}
