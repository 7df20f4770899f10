package io.habitus.models.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Replica;
import io.habitus.engine.graph.Weights;
import io.habitus.features.token.TokenCorpus;
import io.habitus.features.token.TokenLayout;
import io.habitus.features.token.TokenReader;
import io.habitus.features.token.TokenVocabulary;
import io.habitus.testkit.memory.MemoryLog;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reading clients side by side, a few steps at a time, against reading each alone to its end. */
class EncoderSlotsTest {
  private static final int CLIENTS = 300; // more than there are places

  private static TokenCorpus corpus() {
    MemoryLog log = MemoryLog.challenge();
    SplittableRandom random = new SplittableRandom(3);
    for (int client = 0; client < CLIENTS; client++) {
      int length = 1 + random.nextInt(client % 10 == 0 ? 60 : 12);
      for (int step = 0; step < length; step++) {
        log.event(client, step, "product_buy", 50 + random.nextInt(3));
      }
    }
    TokenLayout layout =
        new TokenLayout(
            List.of(
                new TokenVocabulary("event_type", List.of("product_buy")),
                new TokenVocabulary("sku", List.of("50", "51", "52"))),
            0,
            126);
    Histories histories = log.histories();
    return TokenCorpus.of(
        histories, TokenReader.of(histories, layout), id -> true, RunContext.silent());
  }

  private static GruAutoencoder network(TokenCorpus corpus) {
    return new GruAutoencoder(
        new NetworkShape(
            List.of(1 + TokenVocabulary.FIRST_VALUE, 3 + TokenVocabulary.FIRST_VALUE),
            16,
            NetworkShape.Combine.SUM,
            16,
            2,
            0));
  }

  private static float[] alone(
      TokenCorpus corpus, int client, GruAutoencoder network, Replica replica) {
    try (Arena arena = Arena.ofConfined();
        Graph graph = Graph.inference(replica)) {
      TokenShard shard = TokenShard.of(corpus, new int[] {client}, 1, arena);
      return network
          .encode(graph, shard, network.embed(graph, shard.tokens()))
          .getLast()
          .toFloats();
    }
  }

  @Test
  void everyClientHasTheVectorThatItHasAlone() {
    try (TokenCorpus corpus = corpus();
        Arena arena = Arena.ofConfined()) {
      GruAutoencoder network = network(corpus);
      try (Weights weights = new Weights(network.plan(), 1);
          Replica replica = Replica.forInference(weights)) {
        TreeMap<Integer, float[]> found = new TreeMap<>();
        int[] longestFirst =
            IntStream.range(0, CLIENTS)
                .boxed()
                .sorted(Comparator.comparingInt(client -> -corpus.length(client)))
                .mapToInt(Integer::intValue)
                .toArray();
        EncoderSlots slots = new EncoderSlots(network, replica, corpus, arena);
        slots.read(
            longestFirst,
            () -> {},
            (client, vector) -> assertThat(found.put(client, vector.clone())).isNull());
        assertThat(found).hasSize(CLIENTS);
        found.forEach((client, vector) ->
            assertThat(vector).isEqualTo(alone(corpus, client, network, replica)));
        slots.read(
            new int[] {7, 3},
            () -> {},
            (client, vector) -> assertThat(vector).isEqualTo(found.get(client)));
      }
    }
  }

  @Test
  void itCanBeStopped() {
    try (TokenCorpus corpus = corpus();
        Arena arena = Arena.ofConfined()) {
      GruAutoencoder network = network(corpus);
      try (Weights weights = new Weights(network.plan(), 1);
          Replica replica = Replica.forInference(weights)) {
        List<Integer> taken = new ArrayList<>();
        EncoderSlots slots = new EncoderSlots(network, replica, corpus, arena);
        assertThatThrownBy(() ->
                slots.read(
                    IntStream.range(0, CLIENTS).toArray(),
                    () -> {
                      if (!taken.isEmpty()) {
                        throw new CancellationException("stop");
                      }
                    },
                    (client, vector) -> taken.add(client)))
            .isInstanceOf(CancellationException.class);
        assertThat(taken).isNotEmpty().hasSizeLessThan(CLIENTS);
      }
    }
  }
}
