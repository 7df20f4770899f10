package io.habitus.models.mtl;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.network.LayerNorm;
import io.habitus.engine.network.Linear;
import io.habitus.engine.network.TransformerLayer;
import io.habitus.engine.recurrent.Gru;
import io.habitus.engine.recurrent.PackedLengths;
import io.habitus.engine.train.Network;
import io.habitus.models.sequence.PackedRows;
import io.habitus.models.sequence.SequenceEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A GRU over the events, attention over its outputs, their mean, a residual block, the latent; then
 * a head for each task. Only attention needs padding, and clients of a batch have similar lengths.
 */
final class MtlNetwork implements Network<MtlShard>, SequenceEncoder {
  private final MtlSettings settings;
  private final Gru encoder;
  private final TransformerLayer attention;
  private final LayerNorm norm;
  private final Residual block;
  private final Linear latent;
  private final List<Task> tasks = new ArrayList<>();

  /**
   * A head and what its loss counts.
   *
   * @param labels of the head
   * @param weight λ of the loss
   */
  private record Task(Head head, int labels, double weight) {}

  /**
   * Declares the weights.
   *
   * @param inputs columns of an event
   * @param heads number of labels by the head's name
   * @param lossWeights λ by the head's name
   */
  MtlNetwork(
      WeightPlan plan,
      int inputs,
      MtlSettings settings,
      SequencedMap<String, Integer> heads,
      Head.Widths headWidths,
      Map<String, Double> lossWeights) {
    this.settings = settings;
    int hidden = settings.hidden();
    encoder = new Gru(plan, "encoder.", inputs, hidden, 1);
    attention =
        new TransformerLayer(
            plan, "attention", hidden, settings.attentionHeads(), settings.feedForward());
    norm = new LayerNorm(plan, "norm", hidden);
    block = new Residual(plan, "block", hidden, settings.block(), settings.blockDropout());
    latent = new Linear(plan, "latent", hidden, settings.latent());
    heads.forEach((name, labels) -> {
      Head head =
          new Head(
              plan, "heads." + name, settings.latent(), headWidths, labels, settings.headDropout());
      tasks.add(new Task(head, labels, lossWeights.getOrDefault(name, 0.0)));
    });
  }

  @Override
  public int width() {
    return settings.latent();
  }

  /** Attention is computed over batches that are padded to their longest client. */
  @Override
  public boolean isIndependent() {
    return false;
  }

  @Override
  public Variable encode(Graph graph, PackedRows rows) {
    PackedLengths lengths = rows.lengths();
    Variable x = graph.input(rows.values(), lengths.rows(), rows.width()); // (rows, 59)
    Variable states = encoder.forward(graph, lengths, new Gru.Input.Rows(x), null, 0).rows();
    Variable mean = attendedMean(graph, states, rows.padded(), lengths); // (clients, 128)
    return latent.forward(graph, block.forward(graph, norm.forward(graph, mean)));
  }

  private Variable attendedMean(
      Graph graph, Variable states, PackedRows.Padded padded, PackedLengths lengths) {
    int clients = lengths.sequences();
    int steps = padded.steps();
    Variable places = graph.indices(padded.places(), lengths.rows());
    Variable sequences =
        states
            .scatterRows(places, (long) clients * steps)
            .reshape(clients, steps, settings.hidden()); // (clients, steps, 128)
    Variable mask = graph.input(padded.mask(), clients, 1, 1, steps);
    Variable attended = attention.forward(graph, sequences, mask, settings.attentionDropout());
    Variable shares = graph.input(padded.shares(), clients, steps, 1);
    return attended.times(shares).sum(1); // (clients, 128)
  }

  /** λ · mean over clients and labels of the binary cross-entropy, summed over tasks. */
  @Override
  public Variable loss(Graph graph, MtlShard shard) {
    int clients = shard.rows().lengths().sequences();
    Variable latents = encode(graph, shard.rows());
    Variable loss = null;
    for (int i = 0; i < tasks.size(); i++) {
      Task task = tasks.get(i);
      if (task.weight > 0) {
        Variable labels = graph.input(shard.labels().get(i), clients, task.labels);
        double share = task.weight / ((double) shard.batchClients() * task.labels);
        Variable logits = task.head.forward(graph, latents);
        Variable part = logits.binaryCrossEntropySum(labels).times(share);
        loss = loss == null ? part : loss.plus(part);
      }
    }
    if (loss == null) {
      throw new IllegalStateException("no head has a weight");
    }
    return loss;
  }
}
