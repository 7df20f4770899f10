package io.habitus.features.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.core.schema.EventType;
import io.habitus.core.schema.Field;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Histories;
import io.habitus.testkit.memory.MemoryLog;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFeaturesTest {
  @TempDir Path dir;

  private static RunContext threads(int threads) {
    return new RunContext(new Resources(threads, 1L << 30, Path.of("/tmp")), Progress.SILENT);
  }

  private static void assertSame(Map<Long, float[][]> found, Map<Long, float[][]> expected) {
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    found.forEach((id, vectors) -> assertThat(vectors).isDeepEqualTo(expected.get(id)));
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    Histories histories = RandomLog.of(7, 60).memoryLog().shards(8).histories();
    EventFeatures one = EventFeatures.fit(histories, SequenceSettings.fip(), threads(1));
    EventFeatures five = EventFeatures.fit(histories, SequenceSettings.fip(), threads(5));
    assertThat(five.scalers()).isEqualTo(one.scalers());
    assertThat(five.tables().items).isEqualTo(one.tables().items);
    assertSame(Vectors.of(histories, five), Vectors.of(histories, one));
  }

  @Test
  void featuresComeBackFromTheirFolder() {
    Histories histories = RandomLog.of(8, 30).memoryLog().histories();
    for (SequenceSettings settings :
        List.of(SequenceSettings.sra(), SequenceSettings.mtl().causal())) {
      EventFeatures features = EventFeatures.fit(histories, settings, threads(2));
      features.save(dir);
      EventFeatures read = EventFeatures.load(dir, histories);
      assertThat(read.layout()).isEqualTo(features.layout());
      assertThat(read.scalers()).isEqualTo(features.scalers());
      assertSame(Vectors.of(histories, read), Vectors.of(histories, features));
    }
  }

  @Test
  void tablesOfAnotherStoreAreRefused() {
    Histories histories = RandomLog.of(8, 30).memoryLog().histories();
    Histories other = RandomLog.of(9, 30).memoryLog().histories();
    EventFeatures features = EventFeatures.fit(histories, SequenceSettings.sra(), threads(2));
    features.save(dir);
    assertThatThrownBy(() -> EventFeatures.load(dir, other))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("other vocabularies");
  }

  @Test
  void scalersOfAnotherWindowMayBeApplied() {
    MemoryLog log = RandomLog.of(10, 30).memoryLog();
    Histories earlier = log.histories(Long.MIN_VALUE, RandomLog.START + 25L * 86_400_000_000L);
    Histories all = log.histories();
    SequenceSettings settings = SequenceSettings.fip();
    Scalers scalers = EventFeatures.fit(earlier, settings, threads(2)).scalers();
    EventFeatures features = EventFeatures.fitTables(all, settings, scalers, threads(2));
    assertThat(features.scalers()).isEqualTo(scalers);
    assertThat(features.tables().endMicros()).isGreaterThan(all.fromMicros());
    assertThat(Vectors.of(all, features)).isNotEmpty();
    assertThatThrownBy(
            () -> EventFeatures.of(all, settings.withWeeks(4), features.tables(), scalers))
        .isInstanceOf(UsageException.class);
  }

  @Test
  void whatComesAfterTheCutOffHasNoInfluence() {
    RandomLog log = RandomLog.of(12, 40);
    long until = RandomLog.START + 20L * 86_400_000_000L;
    RandomLog altered =
        new RandomLog(
            log.events().stream()
                .filter(event -> event.micros() < until || event.client() % 2 == 0)
                .toList(),
            log.items());
    Histories before = log.memoryLog().histories(Long.MIN_VALUE, until);
    Histories alteredBefore = altered.memoryLog().histories(Long.MIN_VALUE, until);
    SequenceSettings settings = SequenceSettings.sra();
    assertSame(
        Vectors.of(alteredBefore, EventFeatures.fit(alteredBefore, settings, threads(2))),
        Vectors.of(before, EventFeatures.fit(before, settings, threads(2))));
  }

  @Test
  void aModelRefusesDataWithAnotherLayout() {
    SequenceLayout layout = SequenceLayout.of(Schema.challenge(), SequenceSettings.sra());
    layout.write(dir);
    assertThat(SequenceLayout.read(dir)).isEqualTo(layout);
    layout.requireSame(
        SequenceLayout.of(Schema.challenge(), SequenceSettings.sra().withSeed(4)), "data");
    assertThatThrownBy(() ->
            layout.requireSame(
                SequenceLayout.of(Schema.challenge(), SequenceSettings.fip()), "the data"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the data")
        .hasMessageContaining("weeks=21");
  }

  @Test
  void theNeutralRowIsAVisitThatSaysNothing() {
    Histories histories = RandomLog.of(8, 5).memoryLog().histories();
    EventFeatures features = EventFeatures.fit(histories, SequenceSettings.fipTarget(), threads(1));
    float[] row = new float[60];
    features.neutralRow(row, 1);
    for (int c = 0; c < 59; c++) {
      float expected = c == 3 ? 1 : c < 8 + 8 + 4 ? 0 : -1;
      assertThat(row[1 + c]).as("column %d", c).isEqualTo(expected);
    }
  }

  @Test
  void aSchemaWithoutItemsHasVisitsAlone() {
    Schema news =
        new Schema(
            "news",
            List.of(new EventType("read", List.of("article", "seconds", "device"))),
            List.of(
                Field.categorical("article"),
                Field.numeric("seconds"),
                Field.categorical("device")),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            "read",
            3);
    MemoryLog log =
        MemoryLog.of(news)
            .event(1, "2022-01-01T00:00:00Z", "read", "a", 3.0, "tv")
            .event(1, "2022-01-02T00:00:00Z", "read", "b", 4.0, null)
            .event(2, "2022-01-02T00:00:00Z", "read", "a", null, "tv");
    EventFeatures features = EventFeatures.fit(log.histories(), SequenceSettings.sra(), threads(2));
    assertThat(features.width()).isEqualTo(1 + 3 + 5 + 21);
    assertThat(features.layout().leftOut())
        .containsExactly(
            "read values of [device]: one field is used",
            "product block, nearby product events and top flags: the schema has no item");
    assertThat(Vectors.of(log.histories(), features).get(1L)).hasNumberOfRows(2);
  }

  @Test
  void otherProductEventsAndTextSearchesHaveTheSameFamilies() {
    Schema market =
        new Schema(
            "market",
            List.of(
                new EventType("click", List.of("brand")),
                new EventType("order", List.of("brand")),
                new EventType("ask", List.of("words")),
                new EventType("login", List.of())),
            List.of(Field.categorical("brand"), Field.text("words")),
            Optional.of("brand"),
            List.of(Field.numeric("cost")),
            Optional.empty(),
            Optional.of("cost"),
            "order",
            7);
    SequenceLayout layout = SequenceLayout.of(market, SequenceSettings.sra());
    assertThat(layout.leftOut())
        .containsExactly(
            "item clusters and name codes: no CODES attribute",
            "categories: the schema names no category attribute",
            "ask clusters and codes: a field of text",
            "login values: it has no coded field");
    assertThat(layout.blocks().getFirst().columns())
        .extracting(Column::name)
        .containsExactly(
            "client_item.click",
            "client_item.order",
            "client_entropy.item",
            "rate.client_item",
            "rate.client",
            "rate.item",
            "client.click",
            "client.order",
            "top_item",
            "entropy.item",
            "item.click",
            "item.order",
            "price");
    MemoryLog log =
        MemoryLog.of(market)
            .item("x", 9.5)
            .event(1, "2022-01-01T00:00:00Z", "click", "x")
            .event(1, "2022-01-01T00:01:00Z", "order", "x")
            .event(1, "2022-01-02T00:00:00Z", "ask", "red shoes")
            .event(2, "2022-01-02T00:00:00Z", "login")
            .event(2, "2022-01-02T00:00:00Z", "click", "y");
    for (SequenceSettings settings :
        List.of(SequenceSettings.fip(), SequenceSettings.fip().causal())) {
      EventFeatures features = EventFeatures.fit(log.histories(), settings, threads(2));
      assertThat(Vectors.of(log.histories(), features).get(1L)).hasNumberOfRows(3);
      assertThat(Vectors.of(log.histories(), features).get(2L)).hasNumberOfRows(2);
    }
  }
}
