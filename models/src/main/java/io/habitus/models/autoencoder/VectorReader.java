package io.habitus.models.autoencoder;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Replica;
import io.habitus.engine.graph.Weights;
import io.habitus.features.token.TokenCorpus;
import io.habitus.features.token.TokenReader;
import io.habitus.models.embedding.EmbeddingPass;
import io.habitus.models.embedding.InputDigest;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The encoder at work. A client's vector has the same bits whoever is read beside it.
 *
 * @param digestSeed what decides vectors beside the tokens
 */
record VectorReader(GruAutoencoder network, Weights weights, long digestSeed) {
  /** Steps that are computed at a time: what bounds memory. */
  private static final long STEPS_AT_ONCE = 8192;

  /** Reads those of a shard's clients whose vectors are not known. */
  void read(
      Histories input,
      int shard,
      TokenReader reader,
      ClientSet clients,
      EmbeddingPass into,
      RunContext context) {
    try (TokenCorpus corpus =
            TokenCorpus.ofShard(input, shard, reader, clients::contains, context);
        Replica replica = Replica.forInference(weights)) {
      long[] digests = new long[corpus.size()];
      Arrays.setAll(digests, client -> InputDigest.of(digestSeed, corpus, client));
      int[] order =
          longestFirst(corpus, client -> !into.keeps(corpus.clientId(client), digests[client]));
      for (int from = 0; from < order.length; ) {
        context.checkStopped(EmbeddingPass.WHAT);
        int count = together(corpus, order, from);
        batch(corpus, Arrays.copyOfRange(order, from, from + count), digests, replica, into);
        from += count;
      }
    }
  }

  private static int[] longestFirst(TokenCorpus corpus, IntPredicate counts) {
    return IntStream.range(0, corpus.size())
        .filter(counts)
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
      TokenCorpus corpus, int[] members, long[] digests, Replica replica, EmbeddingPass into) {
    try (Arena arena = Arena.ofConfined();
        Graph graph = Graph.inference(replica)) {
      TokenShard shard = TokenShard.of(corpus, members, members.length, arena);
      float[] vectors = network.vectors(graph, shard).toFloats();
      int width = network.shape().hidden();
      for (int i = 0; i < members.length; i++) {
        into.put(corpus.clientId(members[i]), digests[members[i]], vectors, i * width);
      }
    }
  }
}
