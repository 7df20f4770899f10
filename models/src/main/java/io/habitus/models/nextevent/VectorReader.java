package io.habitus.models.nextevent;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.ProfileMatrix;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Replica;
import io.habitus.features.token.TokenCorpus;
import io.habitus.features.token.TokenReader;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The transformer at work. A client's vector has the same bits whoever is read beside it. */
final class VectorReader {
  /** Steps that are computed at a time: what bounds memory, and what the caches hold. */
  private static final int STEPS_AT_ONCE = 2048;

  private final FittedNextEvent model;
  private final Optional<Prices> prices;

  VectorReader(FittedNextEvent model) {
    this.model = model;
    prices =
        model.model().settings().hasPrice()
            ? Optional.of(Prices.of(model.layout().vocabularies().getLast()))
            : Optional.empty();
  }

  /** Reads a shard's clients into their rows; returns how many they are. */
  int read(
      Histories input,
      int shard,
      TokenReader reader,
      ClientSet clients,
      ProfileMatrix into,
      RunContext context) {
    try (TokenCorpus corpus =
            TokenCorpus.ofShard(input, shard, reader, clients::contains, context);
        Replica replica = Replica.forInference(model.weights())) {
      for (int client = 0; client < corpus.size(); ) {
        context.checkStopped("embedding");
        List<EventShard.Part> parts = new ArrayList<>();
        for (int steps = 0; client < corpus.size() && steps < STEPS_AT_ONCE; client++) {
          parts.add(new EventShard.Part(client, 0, corpus.length(client)));
          steps += corpus.length(client);
        }
        vectors(corpus, parts, replica, clients, into);
      }
      return corpus.size();
    }
  }

  private void vectors(
      TokenCorpus corpus,
      List<EventShard.Part> parts,
      Replica replica,
      ClientSet clients,
      ProfileMatrix into) {
    try (Arena arena = Arena.ofConfined();
        Graph graph = Graph.inference(replica)) {
      EventShard shard =
          EventShard.of(corpus, parts, prices, new long[corpus.width()], parts.size(), arena);
      float[] vectors = model.network().vectors(graph, shard).toFloats();
      int width = model.width();
      for (int i = 0; i < parts.size(); i++) {
        into.set(
            clients.rank(corpus.clientId(parts.get(i).client())),
            Arrays.copyOfRange(vectors, i * width, (i + 1) * width));
      }
    }
  }
}
