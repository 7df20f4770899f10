package io.habitus.models.autoencoder;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.network.Embedding;
import io.habitus.engine.network.Linear;
import io.habitus.engine.network.LinearCrossEntropy;
import io.habitus.engine.recurrent.Gru;
import io.habitus.engine.recurrent.PackedLengths;
import io.habitus.engine.train.Network;
import java.util.ArrayList;
import java.util.List;

/**
 * The network of arXiv 2508.07748, section on GRU autoencoders. The encoder's last states start the
 * decoder, layer by layer; the last layer's is the client's vector, which is also added to what the
 * decoder reads at every step. Weights have the names that PyTorch would give them.
 */
final class GruAutoencoder implements Network<TokenShard> {
  private final NetworkShape shape;
  private final WeightPlan plan = new WeightPlan();
  private final List<Embedding> embeddings = new ArrayList<>();
  private final Gru encoder;
  private final Gru decoder;
  private final List<Linear> heads = new ArrayList<>();

  GruAutoencoder(NetworkShape shape) {
    this.shape = shape;
    int hidden = shape.hidden();
    for (int field = 0; field < shape.fields(); field++) {
      int tokens = shape.tokens().get(field);
      embeddings.add(new Embedding(plan, "embeddings." + field, tokens, shape.embedding()));
    }
    encoder = new Gru(plan, "encoder.", hidden, hidden, shape.layers());
    decoder = new Gru(plan, "decoder.", hidden, hidden, shape.layers());
    for (int field = 0; field < shape.fields(); field++) {
      heads.add(new Linear(plan, "heads." + field, hidden, shape.tokens().get(field)));
    }
  }

  NetworkShape shape() {
    return shape;
  }

  /** The weights, to be made once all is declared. */
  WeightPlan plan() {
    return plan;
  }

  /** The layer that turns the decoder's state into a field's logits. */
  Linear head(int field) {
    return heads.get(field);
  }

  /** Steps as the GRUs read them: tokens (fields, rows) → (rows, hidden). */
  Variable embed(Graph graph, int[][] tokens) {
    Variable first = embeddings.getFirst().forward(graph, tokens[0]);
    Variable[] others = new Variable[tokens.length - 1];
    for (int field = 1; field < tokens.length; field++) {
      others[field - 1] = embeddings.get(field).forward(graph, tokens[field]);
    }
    if (shape.combine() == NetworkShape.Combine.CONCATENATE) {
      return others.length == 0 ? first : first.concatenate(-1, others);
    }
    for (Variable other : others) {
      first = first.plus(other);
    }
    return first;
  }

  /** The encoder's last states, one (clients, hidden) for each layer; the last is the vector. */
  List<Variable> encode(Graph graph, TokenShard shard, Variable steps) {
    return encoder.last(graph, shard.read(), new Gru.Input.Rows(steps), null, shape.dropout());
  }

  /**
   * The encoder's states after some more steps of each client.
   *
   * @param steps (rows, hidden), as {@code lengths} says
   * @param before one (clients, hidden) for each layer, or nothing before the first step
   */
  List<Variable> advance(
      Graph graph, PackedLengths lengths, Variable steps, List<Variable> before) {
    return encoder.last(
        graph,
        lengths,
        new Gru.Input.Rows(steps),
        before.isEmpty() ? null : before,
        shape.dropout());
  }

  /** The decoder; what it reads is (rows, hidden). */
  Gru decoder() {
    return decoder;
  }

  /** Sum over fields of the mean cross-entropy of the next step's token, teacher-forced. */
  @Override
  public Variable loss(Graph graph, TokenShard shard) {
    Variable steps = graph.gather(embed(graph, shard.tokens())); // (read rows, hidden)
    List<Variable> states = encode(graph, shard, steps); // layers × (clients, hidden)
    int rows = shard.decoded().rows();
    Variable client =
        states.getLast().rows(graph.indices(shard.decodedClients(), rows)); // (rows, hidden)
    Variable inputs = steps.rows(graph.indices(shard.decodedRows(), rows)).plus(client);
    Variable outputs = // (rows, hidden)
        decoder
            .forward(graph, shard.decoded(), new Gru.Input.Rows(inputs), states, shape.dropout())
            .rows();
    Variable loss = null;
    for (int field = 0; field < shape.fields(); field++) {
      Variable one =
          new LinearCrossEntropy(heads.get(field))
              .sum(graph, outputs, shard.targets(field), 1.0 / shard.targets());
      loss = loss == null ? one : loss.plus(one);
    }
    if (loss == null) {
      throw new IllegalStateException("a network without fields");
    }
    return loss;
  }
}
