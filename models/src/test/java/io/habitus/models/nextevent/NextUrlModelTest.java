package io.habitus.models.nextevent;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Replica;
import io.habitus.engine.network.Sequences;
import io.habitus.features.token.TokenVocabulary;
import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModelContract;
import io.habitus.testkit.memory.MemoryLog;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NextUrlModelTest extends ProfileModelContract {
  @Override
  protected ProfileModel model() {
    return NextProductModelTest.small(
        "next-url", "widths", "16", "least", "2", "negatives", "20", "max-events", "12");
  }

  /** Everyone goes round the same circle of pages: what comes next can be known. */
  private static MemoryLog circles() {
    MemoryLog log = MemoryLog.challenge();
    Random random = new Random(3);
    for (int client = 0; client < 300; client++) {
      int page = random.nextInt(40);
      int visits = 3 + random.nextInt(12);
      for (int i = 0; i < visits; i++) {
        log.event(client, CUT_OFF - 100 + i, "page_visit", 1000 + (page + i) % 40);
      }
    }
    return log;
  }

  @Test
  void itLearnsWhatCanBeKnown() {
    try (FittedNextEvent exact = circler("0")) {
      Double missed = exact.summary().epochs().getLast().validation();
      assertThat(missed).as("1 − NDCG@10").isNotNull().isLessThan(0.02);
      assertThat(gain(exact)).isEqualTo(1);
    }
    // Pages of one's own walk never compete in training, so some rank too high.
    try (FittedNextEvent sampled = circler("30")) {
      Double missed = sampled.summary().epochs().getLast().validation();
      assertThat(missed).as("1 − NDCG@10").isNotNull().isLessThan(0.2);
    }
  }

  private static FittedNextEvent circler(String negatives) {
    ProfileModel model =
        NextProductModelTest.small(
            "next-url",
            "widths",
            "32",
            "layers",
            "1",
            "heads",
            "2",
            "negatives",
            negatives,
            "max-events",
            "16",
            "validation-share",
            "0.1",
            "batch",
            "32",
            "epochs",
            "10",
            "patience",
            "0",
            "learning-rate",
            "0.003");
    ClientSet clients = ClientSet.of(LongStream.range(0, 300).toArray());
    return (FittedNextEvent) model.fit(circles().histories(), clients, 1, RunContext.silent());
  }

  /** NDCG@10 of one walk's last step. */
  private static double gain(FittedNextEvent fitted) {
    TokenVocabulary pages = fitted.layout().vocabularies().getFirst();
    int[] walk = new int[6];
    for (int i = 0; i < walk.length; i++) {
      walk[i] =
          TokenVocabulary.FIRST_VALUE
              + pages.values().indexOf(Integer.toString(1000 + (38 + i) % 40));
    }
    EventShard shard =
        new EventShard(
            Sequences.ofLengths(walk.length), new int[][] {walk}, Optional.empty(), new long[1], 1);
    try (Replica replica = Replica.forInference(fitted.weights());
        Graph graph = Graph.inference(replica)) {
      return 1 - new LastStepRanking(fitted.network()).loss(graph, shard).item();
    }
  }
}
