package io.habitus.models.autoencoder;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.train.Network;

/**
 * Trains as the network does, but is validated as the published code does it: the decoder reads its
 * own tokens. Costs a product with every vocabulary at every step.
 */
record GreedyValidation(GruAutoencoder network) implements Network<TokenShard> {

  @Override
  public Variable loss(Graph graph, TokenShard shard) {
    if (graph.isTraining()) {
      return network.loss(graph, shard);
    }
    Variable steps = network.embed(graph, shard.tokens());
    Decoder decoder =
        new Decoder(network, graph, network.encode(graph, shard, steps), shard.clients());
    double loss = 0;
    for (int step = 0; step < shard.decoded().steps(); step++) {
      decoder.step();
      for (int field = 0; field < shard.tokens().length; field++) {
        for (int client = 0; client < shard.decoded().active(step); client++) {
          int asked = shard.tokens()[field][shard.read().row(client, step + 1)];
          loss += decoder.loss(field, client, asked);
        }
      }
    }
    double mean = loss / shard.targets();
    return graph.custom(mean, gradients -> {});
  }
}
