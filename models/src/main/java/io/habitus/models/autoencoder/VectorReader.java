package io.habitus.models.autoencoder;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.ProfileMatrix;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Replica;
import io.habitus.engine.graph.Weights;
import io.habitus.features.token.TokenCorpus;
import io.habitus.features.token.TokenReader;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The encoder at work. A client's vector has the same bits whoever is read beside it. */
record VectorReader(GruAutoencoder network, Weights weights) {
  /** Steps that are computed at a time: what bounds memory. */
  private static final long STEPS_AT_ONCE = 8192;

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
        Replica replica = Replica.forInference(weights)) {
      int[] order = longestFirst(corpus);
      for (int from = 0; from < order.length; ) {
        context.checkStopped("embedding");
        int count = together(corpus, order, from);
        batch(corpus, Arrays.copyOfRange(order, from, from + count), replica, clients, into);
        from += count;
      }
      return order.length;
    }
  }

  private static int[] longestFirst(TokenCorpus corpus) {
    return IntStream.range(0, corpus.size())
        .boxed()
        .sorted(Comparator.comparingInt((Integer client) -> -corpus.length(client)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** How many of the next clients are read at once. */
  private static int together(TokenCorpus corpus, int[] order, int from) {
    long steps = 0;
    int count = 0;
    while (from + count < order.length && (count == 0 || steps < STEPS_AT_ONCE)) {
      steps += corpus.length(order[from + count]) + 2;
      count++;
    }
    return count;
  }

  private void batch(
      TokenCorpus corpus, int[] members, Replica replica, ClientSet clients, ProfileMatrix into) {
    try (Arena arena = Arena.ofConfined();
        Graph graph = Graph.inference(replica)) {
      TokenShard shard = TokenShard.of(corpus, members, members.length, arena);
      float[] vectors = network.vectors(graph, shard).toFloats();
      int width = network.shape().hidden();
      for (int i = 0; i < members.length; i++) {
        into.set(
            clients.rank(corpus.clientId(members[i])),
            Arrays.copyOfRange(vectors, i * width, (i + 1) * width));
      }
    }
  }
}
