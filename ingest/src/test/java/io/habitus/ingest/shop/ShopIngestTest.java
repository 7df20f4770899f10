package io.habitus.ingest.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.array.Npy;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.target.LabelList;
import io.habitus.core.target.Task;
import io.habitus.core.target.TaskSet;
import io.habitus.core.target.Tasks;
import io.habitus.core.time.Micros;
import io.habitus.core.time.Split;
import io.habitus.ingest.Ingest;
import io.habitus.ingest.IngestOptions;
import io.habitus.ingest.LogSource;
import io.habitus.ingest.Validate;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A generated shop through our own reader: the oracle speaks of the same split, labels and truth.
 */
class ShopIngestTest {
  @TempDir static Path folder;
  private static ShopReport report;
  private static TaskSet tasks;
  private static long[] clients;

  @BeforeAll
  static void generateAndIngest() {
    Path shop = folder.resolve("shop");
    report = ShopGenerator.generate(ShopSettings.demo(), shop, Shops.context(2));
    clients = Npy.read(shop.resolve("oracle/client_ids.npy")).toLongs();
    Ingest.run(
        LogSource.challenge(shop),
        folder.resolve("store"),
        IngestOptions.defaults(),
        Shops.context(2));
    try (SequenceStore store = SequenceStore.open(folder.resolve("store"))) {
      assertThat(store.eventCount()).isEqualTo(report.events());
      Split split = Split.organisers(Micros.toInstant(store.lastTargetMicros()), 14);
      tasks =
          Tasks.of(
              store.histories(Long.MIN_VALUE, split.cutOffMicros()),
              store.histories(split.cutOffMicros(), Micros.of(split.end()) + 1),
              split,
              store.given(),
              Shops.context(2));
    }
  }

  @Test
  void splitClientsAndLabelsAreTheOnesDerivedFromTheData() {
    assertThat(report.oracle().split()).isEqualTo(tasks.split());
    assertThat(clients).containsExactlyInAnyOrder(tasks.relevant().toArray());
    assertThat(task(Task.CHURN).clients()).isEqualTo(tasks.active().size());
    for (String name : new String[] {Task.CATEGORY, Task.SKU, Task.NEW_SKU, Task.PRICE}) {
      LabelList derived = Objects.requireNonNull(tasks.labels().get(name));
      assertThat(Npy.read(folder.resolve("shop/oracle/labels_" + name + ".npy")).toLongs())
          .as(name)
          .containsExactly(derived.toLongs());
    }
  }

  @Test
  void validationFindsNothingWrong() {
    assertThat(Validate.run(LogSource.challenge(folder.resolve("shop")), Shops.context(2)))
        .isEmpty();
  }

  @Test
  void theOraclesTruthIsTheTasksTruth() {
    for (Task task : tasks.tasks()) {
      long[] about = task.clients().isPresent() ? task.clients().get().toArray() : clients;
      assertThat(task.validation().sum(about))
          .as(task.name())
          .isEqualTo(task(task.name()).positives());
    }
  }

  @Test
  void simpleCountsReachPartOfTheOracle() {
    // The number of a client's buys in the last 30 input days, as a prediction of buying again.
    Path shop = folder.resolve("shop");
    String cutOff = "TIMESTAMP '" + tasks.split().trainStart().toString().substring(0, 10) + "'";
    double counts =
        Shops.number(
            shop,
            """
            WITH seen AS (SELECT DISTINCT client_id FROM (
                SELECT client_id, timestamp FROM {page_visit} UNION ALL
                SELECT client_id, timestamp FROM {search_query})
              WHERE timestamp::TIMESTAMP < CUT),
            n AS (SELECT client_id, count(*) AS n FROM {product_buy}
              WHERE timestamp::TIMESTAMP < CUT AND timestamp::TIMESTAMP >= CUT - INTERVAL 30 DAY
              GROUP BY client_id),
            y AS (SELECT DISTINCT client_id FROM {product_buy}
              WHERE timestamp::TIMESTAMP >= CUT + INTERVAL 14 DAY),
            c AS (SELECT coalesce(n.n, 0) AS score, y.client_id IS NOT NULL AS buys FROM seen
              LEFT JOIN n USING (client_id) LEFT JOIN y USING (client_id))
            SELECT avg(CASE WHEN p.score > q.score THEN 1 WHEN p.score = q.score THEN 0.5 ELSE 0 END)
            FROM c p JOIN c q ON p.buys AND NOT q.buys
            """
                .replace("CUT", cutOff));
    double oracle = task(Task.CONVERSION).auroc();

    assertThat((counts - 0.5) / (oracle - 0.5)).isBetween(0.3, 0.9);
  }

  @Test
  void expectedPositivesAreCloseToThePositives() {
    for (TaskOracle task : report.oracle().tasks()) {
      double margin = 6 * Math.sqrt(task.expectedPositives());
      assertThat((double) task.positives())
          .as(task.task())
          .isCloseTo(task.expectedPositives(), within(margin));
    }
  }

  private static TaskOracle task(String name) {
    return Objects.requireNonNull(report.oracle().task(name));
  }
}
