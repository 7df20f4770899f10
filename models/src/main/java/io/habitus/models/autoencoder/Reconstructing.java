package io.habitus.models.autoencoder;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.Parallel;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Replica;
import io.habitus.engine.graph.Weights;
import io.habitus.features.batch.LengthBatches;
import io.habitus.features.token.TokenCorpus;
import io.habitus.features.token.TokenLayout;
import io.habitus.features.token.TokenReader;
import java.lang.foreign.Arena;
import java.util.List;

/** Writes histories down from vectors, some clients at a time, and counts. */
record Reconstructing(
    GruAutoencoder network, Weights weights, TokenLayout layout, HeldOut heldOut) {
  /** Few, since what each step computes is held until the last one. */
  private static final int CLIENTS_AT_ONCE = 16;

  Reconstruction run(Histories input, ClientSet clients, int examples, RunContext context) {
    TokenReader reader = TokenReader.of(input, layout);
    try (TokenCorpus corpus = TokenCorpus.of(input, reader, clients::contains, context)) {
      List<int[]> batches =
          new LengthBatches(CLIENTS_AT_ONCE, 1.05).of(corpus.size(), corpus::length, null);
      List<ReconstructionCounts> counts =
          Parallel.map(
              "reading histories back",
              "batches",
              batches.size(),
              context,
              batch -> count(corpus, batches.get(batch), examples));
      ReconstructionCounts all = new ReconstructionCounts(corpus, layout, heldOut, examples);
      counts.forEach(all::add);
      return all.result();
    }
  }

  private ReconstructionCounts count(TokenCorpus corpus, int[] members, int examples) {
    ReconstructionCounts counts = new ReconstructionCounts(corpus, layout, heldOut, examples);
    try (Replica replica = Replica.forInference(weights);
        Arena arena = Arena.ofConfined();
        Graph graph = Graph.inference(replica)) {
      TokenShard shard = TokenShard.of(corpus, members, members.length, arena);
      var states = network.encode(graph, shard, network.embed(graph, shard.tokens()));
      Decoder decoder = new Decoder(network, graph, states, members.length);
      int[][][] written = new int[members.length][shard.decoded().steps()][layout.width()];
      for (int step = 0; step < shard.decoded().steps(); step++) {
        decoder.step();
        for (int client = 0; client < members.length; client++) {
          for (int field = 0; field < layout.width(); field++) {
            written[client][step][field] = decoder.token(field, client);
          }
        }
      }
      for (int client = 0; client < members.length; client++) {
        counts.add(members[client], written[client]);
      }
    }
    return counts;
  }
}
