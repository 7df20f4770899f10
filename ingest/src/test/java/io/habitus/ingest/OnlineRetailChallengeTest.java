package io.habitus.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.run.RunContext;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.store.Vocabulary;
import io.habitus.core.target.Task;
import io.habitus.core.time.Micros;
import io.habitus.testkit.SharedData;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real challenge directory: what the organisers' files hold is what the store holds. */
class OnlineRetailChallengeTest {
  @TempDir Path temp;

  @Test
  void holdsTheOrganisersRows() {
    Path golden = SharedData.require("golden/online-retail");
    Path folder = temp.resolve("store");
    IngestReport report =
        Ingest.run(
            LogSource.challenge(golden), folder, IngestOptions.defaults(), RunContext.silent());
    assertThat(report.events()).isEqualTo(397_884 + 8_905);
    assertThat(report.leftOut()).isEmpty();
    try (SequenceStore store = SequenceStore.open(folder)) {
      store.verify();
      Schema schema = store.schema();
      assertThat(store.manifest().statistics().type(schema.eventType(Schema.BUY)).events())
          .isEqualTo(397_884);
      assertThat(store.manifest().statistics().type(schema.eventType(Schema.REMOVE)).events())
          .isEqualTo(8_905);
      assertThat(Micros.toInstant(store.lastTargetMicros()))
          .isEqualTo(Instant.parse("2011-12-09T12:50:00Z"));
      assertThat(store.relevantClients().orElseThrow().size()).isEqualTo(4_148);
      assertThat(store.labelLists())
          .containsOnlyKeys(Task.CATEGORY, Task.SKU, Task.NEW_SKU, Task.PRICE);
      assertThat(store.labelLists().get(Task.NEW_SKU).size()).isEqualTo(19);
      assertThat(inputEvents(store, Instant.parse("2011-11-12T00:00:00Z")))
          .isEqualTo(339_158 + 7_933);
    }
  }

  @Test
  void keepsFileOrderAmongEqualTimesAndJoinsTheCatalogue() {
    Path golden = SharedData.require("golden/online-retail");
    Path folder = temp.resolve("store");
    Ingest.run(LogSource.challenge(golden), folder, IngestOptions.defaults(), RunContext.silent());
    try (SequenceStore store = SequenceStore.open(folder)) {
      EventSequence events = store.histories().lookup().find(17850).orElseThrow();
      Vocabulary skus = store.vocabulary(0);
      assertThat(new long[] {755, 1605, 2649})
          .containsExactly(
              skus.longValue(events.code(0, 0)),
              skus.longValue(events.code(0, 1)),
              skus.longValue(events.code(0, 2)));
      int item = skus.codeOf(2);
      assertThat(store.catalogue().vocabulary(0).longValue(store.catalogue().code(0, item)))
          .isEqualTo(1);
      assertThat(store.catalogue().vocabulary(2).text(store.catalogue().code(2, item)))
          .isEqualTo("124 152 19 140 217 197 136 163 177 228 124 40 47 216 97 116");
      assertThat(events.code(1, 0)).isEqualTo(Codes.NULL);
    }
  }

  private static long inputEvents(SequenceStore store, Instant until) {
    Histories input = store.histories(Long.MIN_VALUE, Micros.of(until));
    long events = 0;
    for (int shard = 0; shard < input.shardCount(); shard++) {
      try (Histories.Cursor cursor = input.open(shard)) {
        while (cursor.next()) {
          events += cursor.events().size();
        }
      }
    }
    return events;
  }
}
