package io.habitus.models.nextevent;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Replica;
import io.habitus.features.token.TokenCorpus;
import io.habitus.features.token.TokenReader;
import io.habitus.models.embedding.EmbeddingPass;
import io.habitus.models.embedding.InputDigest;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The transformer at work. A client's vector has the same bits whoever is read beside it. */
final class VectorReader {
  /** Steps that are computed at a time: what bounds memory, and what the caches hold. */
  private static final int STEPS_AT_ONCE = 2048;

  private final FittedNextEvent model;
  private final Optional<Prices> prices;
  private final long digestSeed;

  VectorReader(FittedNextEvent model) {
    this.model = model;
    prices =
        model.model().settings().hasPrice()
            ? Optional.of(Prices.of(model.layout().vocabularies().getLast()))
            : Optional.empty();
    String decides = model.model().name() + model.model().parameters() + model.layout();
    digestSeed = InputDigest.seed(model.weights().block(), decides);
  }

  /** Reads those clients of some shards whose vectors are not known. */
  void read(
      Histories input,
      List<Integer> shards,
      TokenReader reader,
      ClientSet clients,
      EmbeddingPass into,
      RunContext context) {
    try (TokenCorpus corpus =
            TokenCorpus.ofShards(input, shards, reader, clients::contains, context);
        Replica replica = Replica.forInference(model.weights())) {
      long[] digests = new long[corpus.size()];
      Arrays.setAll(digests, client -> InputDigest.of(digestSeed, corpus, client));
      int[] unknown =
          IntStream.range(0, corpus.size())
              .filter(client -> !into.keeps(corpus.clientId(client), digests[client]))
              .toArray();
      for (int next = 0; next < unknown.length; ) {
        context.checkStopped(EmbeddingPass.WHAT);
        List<EventShard.Part> parts = new ArrayList<>();
        for (int steps = 0; next < unknown.length && steps < STEPS_AT_ONCE; next++) {
          int length = corpus.length(unknown[next]);
          parts.add(new EventShard.Part(unknown[next], 0, length));
          steps += length;
        }
        vectors(corpus, parts, digests, replica, into);
      }
    }
  }

  private void vectors(
      TokenCorpus corpus,
      List<EventShard.Part> parts,
      long[] digests,
      Replica replica,
      EmbeddingPass into) {
    try (Arena arena = Arena.ofConfined();
        Graph graph = Graph.inference(replica)) {
      EventShard shard =
          EventShard.of(corpus, parts, prices, new long[corpus.width()], parts.size(), arena);
      float[] vectors = model.network().vectors(graph, shard).toFloats();
      int width = model.width();
      for (int i = 0; i < parts.size(); i++) {
        int client = parts.get(i).client();
        into.put(corpus.clientId(client), digests[client], vectors, i * width);
      }
    }
  }
}
