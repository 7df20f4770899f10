package io.habitus.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.store.Catalogue;
import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import io.habitus.core.store.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryLogTest {
  private final MemoryLog log =
      MemoryLog.challenge()
          .shards(1)
          .item(20, 5, 90, null)
          .event(7, "2022-01-03T00:00:00Z", "product_buy", 20)
          .event(7, "2022-01-01T00:00:00Z", "page_visit", 1)
          .event(2, "2022-01-02T00:00:00Z", "search_query", new Object[] {new byte[16]})
          .event(7, "2022-01-01T00:00:00Z", "product_buy", 10);

  private static List<String> rows(Histories histories) {
    List<String> rows = new ArrayList<>();
    for (int shard = 0; shard < histories.shardCount(); shard++) {
      try (Histories.Cursor cursor = histories.open(shard)) {
        while (cursor.next()) {
          EventSequence events = cursor.events();
          for (int i = 0; i < events.size(); i++) {
            rows.add(
                events.clientId()
                    + " "
                    + histories.schema().eventTypes().get(events.type(i)).name()
                    + " "
                    + events.code(0, i));
          }
        }
      }
    }
    return rows;
  }

  @Test
  void clientsAscendAndTiesKeepTheirOrder() {
    assertThat(rows(log.histories()))
        .containsExactly(
            "2 search_query 1", "7 page_visit 1", "7 product_buy 5", "7 product_buy 4");
  }

  @Test
  void nothingAtOrAfterTheCutOffIsSeenAndEmptyClientsArePassedOver() {
    assertThat(rows(log.histories("2022-01-02T00:00:00Z")))
        .containsExactly("7 page_visit 1", "7 product_buy 5");
  }

  @Test
  void shardsPartitionTheClients() {
    assertThat(rows(log.shards(4).histories()))
        .containsExactlyInAnyOrderElementsOf(rows(log.shards(1).histories()));
  }

  @Test
  void vocabulariesOrderByValueNotByCode() {
    Vocabulary skus = log.histories().vocabulary(0);
    assertThat(skus.size()).isEqualTo(6);
    assertThat(skus.codeOf(20)).isEqualTo(4);
    assertThat(skus.compare(4, 5)).isPositive();
    assertThat(skus.codeOf(99)).isEqualTo(Codes.UNKNOWN);
  }

  @Test
  void catalogueTellsMissingItemsFromEmptyAttributes() {
    Catalogue catalogue = log.histories().catalogue();
    assertThat(catalogue.vocabulary(0).longValue(catalogue.code(0, 4))).isEqualTo(5);
    assertThat(catalogue.code(2, 4)).isEqualTo(Codes.NULL);
    assertThat(catalogue.code(0, 5)).isEqualTo(Codes.UNKNOWN);
  }

  @Test
  void wrongNumbersOfValuesAreRefused() {
    assertThatThrownBy(() -> log.event(1, 0, "product_buy"))
        .hasMessageContaining("expected 1 values, found 0");
    assertThatThrownBy(() -> log.event(1, 0, "buy", 3)).hasMessageContaining("no event type buy");
  }
}
