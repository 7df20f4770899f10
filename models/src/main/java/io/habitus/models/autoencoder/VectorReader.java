package io.habitus.models.autoencoder;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.engine.graph.Replica;
import io.habitus.engine.graph.Weights;
import io.habitus.features.token.TokenCorpus;
import io.habitus.features.token.TokenReader;
import io.habitus.models.embedding.EmbeddingPass;
import io.habitus.models.embedding.InputDigest;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The encoder at work. A client's vector has the same bits whoever is read beside it.
 *
 * @param digestSeed what decides vectors beside the tokens
 */
record VectorReader(GruAutoencoder network, Weights weights, long digestSeed) {

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
        Replica replica = Replica.forInference(weights);
        Arena arena = Arena.ofConfined()) {
      long[] digests = new long[corpus.size()];
      Arrays.setAll(digests, client -> InputDigest.of(digestSeed, corpus, client));
      int[] order =
          longestFirst(corpus, client -> !into.keeps(corpus.clientId(client), digests[client]));
      new EncoderSlots(network, replica, corpus, arena)
          .read(
              order,
              () -> context.checkStopped(EmbeddingPass.WHAT),
              (client, vector) -> into.put(corpus.clientId(client), digests[client], vector, 0));
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
}
