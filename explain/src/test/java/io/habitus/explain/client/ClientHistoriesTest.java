package io.habitus.explain.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.run.RunContext;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Histories;
import io.habitus.testkit.memory.MemoryLog;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is told of a client, written down by hand. */
class ClientHistoriesTest {
  private static final MemoryLog LOG =
      MemoryLog.challenge()
          .item(17, 3, 50, null)
          .event(1, "2022-10-01T09:00:00Z", "product_buy", 17)
          .event(1, "2022-10-11T12:00:00Z", "page_visit", 4711)
          .event(1, "2022-10-12T12:00:00Z", "page_visit", 4712)
          .event(1, "2022-10-14T23:00:00Z", "add_to_cart", 18)
          .event(1, "2022-10-15T00:00:00Z", "product_buy", 17) // after the cut-off
          .event(2, "2022-10-02T00:00:00Z", "page_visit", 4711)
          .event(3, "2022-10-20T00:00:00Z", "page_visit", 4711);

  private static Map<Long, ClientHistory> read(int most, int threads) {
    Histories input = LOG.histories("2022-10-15T00:00:00Z");
    return ClientHistories.of(
        input, Set.of(1L, 3L, 9L), most, RunContext.silent().withThreads(threads));
  }

  @Test
  void allEventsAreCountedAndTheNewestTold() {
    ClientHistory history = read(3, 1).get(1L);
    assertThat(history.summary()).isEqualTo("4 events: 2 page_visit, 1 product_buy, 1 add_to_cart");
    assertThat(history.newest())
        .extracting(ClientHistory.Event::when)
        .containsExactly("3 days before", "2 days before", "1 hour before");
    // An item that the catalogue lacks is called by its id.
    assertThat(history.newest().getLast().what()).isEqualTo("add_to_cart · 18");
  }

  @Test
  void anItemIsCalledByItsAttributes() {
    Schema schema = LOG.schema();
    ClientHistory history = read(10, 1).get(1L);
    assertThat(history.newest()).hasSize(4);
    assertThat(history.newest().getFirst().what())
        .isEqualTo(
            "product_buy · %s = 3 · %s = 50"
                .formatted(
                    schema.itemAttributes().get(0).name(), schema.itemAttributes().get(1).name()));
  }

  @Test
  void onlyThoseAskedAboutThatHaveEventsBeforeTheCutOff() {
    assertThat(read(3, 1)).containsOnlyKeys(1L);
    assertThat(read(3, 2)).isEqualTo(read(3, 1));
  }

  @Test
  void ofOneEventThereIsNoPlural() {
    ClientHistory one =
        new ClientHistory(
            1,
            new java.util.LinkedHashMap<>(Map.of("buys", 1)),
            List.of(new ClientHistory.Event("buys", 0)));
    assertThat(one.summary()).isEqualTo("1 event: 1 buys");
    assertThat(one.newest().getFirst().when()).isEqualTo("0 hours before");
  }
}
