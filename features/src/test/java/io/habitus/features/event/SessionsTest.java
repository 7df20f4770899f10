package io.habitus.features.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.testkit.memory.MemoryLog;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sessions, nearby products, weeks and rates, computed by hand. */
class SessionsTest {
  private static final SequenceSettings SETTINGS = SequenceSettings.sra();

  /** Unscaled values of a column for every row of client 1, NaN where its block lacks it. */
  private static List<Double> column(MemoryLog log, SequenceSettings settings, String name) {
    Histories histories = log.histories();
    EventTables tables = EventTables.fit(histories, settings, RunContext.silent());
    SequenceLayout layout = SequenceLayout.of(histories.schema(), settings);
    RowReader reader =
        RowReader.of(
            layout,
            EventFeatures.attributes(histories, settings, tables),
            tables,
            tables.endMicros());
    List<Double> values = new ArrayList<>();
    for (int shard = 0; shard < histories.shardCount(); shard++) {
      try (Histories.Cursor cursor = histories.open(shard)) {
        while (cursor.next()) {
          if (cursor.events().clientId() == 1) {
            int rows = reader.read(cursor.events());
            reader.emit(
                0, rows, (row, block, raw, weight) -> values.add(value(layout, block, raw, name)));
          }
        }
      }
    }
    return values;
  }

  private static double value(SequenceLayout layout, int block, double[] raw, String name) {
    List<Column> columns = layout.blocks().get(block).columns();
    for (int c = 0; c < columns.size(); c++) {
      if (columns.get(c).name().equals(name)) {
        return raw[layout.head().size() + c];
      }
    }
    return Double.NaN;
  }

  private static MemoryLog shop() {
    return MemoryLog.challenge()
        .item(10, 1, 50, null)
        .item(11, 1, 60, null)
        .item(12, 2, 70, null)
        .event(1, "2022-01-03T10:00:00Z", "page_visit", 5)
        .event(1, "2022-01-03T10:39:59Z", "page_visit", 6) // 39:59 later: the same session
        .event(1, "2022-01-03T10:44:59Z", "add_to_cart", 10) // 5:00 after its end: near
        .event(1, "2022-01-03T10:45:00Z", "add_to_cart", 11) // 5:01 after: not near
        .event(1, "2022-01-03T11:19:59Z", "page_visit", 5) // 40:00 later: a new session
        .event(1, "2022-01-03T11:19:59Z", "product_buy", 10)
        .event(1, "2022-01-03T11:22:00Z", "page_visit", 7)
        .event(2, "2022-01-17T10:00:00Z", "product_buy", 10);
  }

  @Test
  void fortyMinutesOfPauseEndASession() {
    assertThat(column(shop(), SETTINGS, "session_duration"))
        .containsExactly(2399.0, Double.NaN, Double.NaN, 121.0, Double.NaN);
  }

  @Test
  void productsNearAreThoseUpToFiveMinutesAfter() {
    assertThat(column(shop(), SETTINGS, "products_nearby"))
        .containsExactly(1.0, Double.NaN, Double.NaN, 1.0, Double.NaN);
    assertThat(column(shop(), SETTINGS, "top_item_nearby"))
        .containsExactly(1.0, Double.NaN, Double.NaN, 1.0, Double.NaN);
  }

  @Test
  void countsTakeAllVisitsAndEntropiesSessions() {
    assertThat(column(shop(), SETTINGS, "client").getFirst()).isEqualTo(4);
    assertThat(column(shop(), SETTINGS, "client_value").getFirst()).isEqualTo(2);
    assertThat(column(shop(), SETTINGS, "value").getFirst()).isEqualTo(2);
    assertThat(column(shop(), SETTINGS, "entropy.value").getFirst()).isZero(); // one client
  }

  @Test
  void weeksAreCountedBackFromTheLastEvent() {
    List<Double> newest = column(shop(), SETTINGS, "week.0");
    List<Double> second = column(shop(), SETTINGS, "week.1");
    assertThat(newest.getFirst()).isZero();
    // The first visit is exactly 14 days before the end: the third week.
    assertThat(second.getFirst()).isEqualTo(4);
    assertThat(column(shop(), SETTINGS, "week.2").getFirst()).isEqualTo(1);
    MemoryLog later = shop().event(2, "2022-01-17T11:00:00Z", "product_buy", 10);
    assertThat(column(later, SETTINGS, "week.1").getFirst()).isEqualTo(2);
    assertThat(column(later, SETTINGS, "week.2").getFirst()).isEqualTo(3);
  }

  @Test
  void ratesOfNothingAreZeroAndOfBuysAloneOne() {
    assertThat(RawRow.rate(0, 0)).isZero();
    assertThat(RawRow.rate(2, 0)).isEqualTo(1);
    assertThat(RawRow.rate(3, 2)).isEqualTo(1.5);
    assertThat(column(shop(), SETTINGS, "rate.client_item"))
        .containsExactly(Double.NaN, 1.0, 0.0, Double.NaN, 1.0);
  }

  @Test
  void causalRowsSpeakOfTheSessionBefore() {
    SequenceSettings causal = SETTINGS.causal();
    assertThat(column(shop(), causal, "session_duration"))
        .containsExactly(0.0, Double.NaN, Double.NaN, 2399.0, Double.NaN);
    assertThat(column(shop(), causal, "products_nearby"))
        .containsExactly(0.0, Double.NaN, Double.NaN, 1.0, Double.NaN);
    assertThat(column(shop(), causal, "client"))
        .containsExactly(1.0, Double.NaN, Double.NaN, 3.0, Double.NaN);
  }

  @Test
  void aProductThatWaitedIsNearWhenTheSessionGoesOn() {
    MemoryLog log =
        MemoryLog.challenge()
            .item(10, 1, 50, null)
            .event(1, "2022-01-03T10:00:00Z", "page_visit", 5)
            .event(1, "2022-01-03T10:20:00Z", "add_to_cart", 10)
            .event(1, "2022-01-03T10:30:00Z", "page_visit", 5)
            .event(1, "2022-01-04T10:30:00Z", "page_visit", 5);
    assertThat(column(log, SETTINGS, "products_nearby")).containsExactly(1.0, Double.NaN, 0.0);
    assertThat(column(log, SETTINGS.causal(), "products_nearby"))
        .containsExactly(0.0, Double.NaN, 1.0);
  }
}
