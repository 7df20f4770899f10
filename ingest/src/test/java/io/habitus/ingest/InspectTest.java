package io.habitus.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.habitus.core.run.RunContext;
import io.habitus.core.store.SequenceStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in a log, and everything that looks suspicious, counted by hand. */
class InspectTest {
  @TempDir Path temp;
  private LogFiles log;

  @BeforeEach
  void folder() {
    log = LogFiles.challenge(temp.resolve("log"));
  }

  private Inspection inspect() {
    Path store = temp.resolve("store");
    log.ingest(log.source(), store, IngestOptions.defaults());
    try (SequenceStore opened = SequenceStore.open(store)) {
      return Inspect.of(opened, RunContext.silent());
    }
  }

  @Test
  void everySuspicionIsCounted() {
    // Client 5 has 1,200 visits, all at midnight, of 600 different urls twice each; one visit of
    // client 3 has no url; item 300 is not in the catalogue; nobody searches; 4 events are later.
    log.parquet(
        "page_visit",
        "SELECT 5 AS client_id, '2024-05-01 00:00:00' AS timestamp, i % 600 AS url FROM range(1200) t(i)"
            + " UNION ALL SELECT 3, '2024-05-01 08:00:00', NULL"
            + " UNION ALL SELECT 1000 + i, '2024-05-01 07:00:00', i FROM range(2000) t(i)");
    log.delete("search_query.parquet");
    assertThat(inspect().findings())
        .extracting(Inspection.Finding::kind, Inspection.Finding::count)
        .containsExactlyInAnyOrder(
            tuple(Inspection.Kind.LATE_TAIL, 4L),
            tuple(Inspection.Kind.DUPLICATES, 600L),
            tuple(Inspection.Kind.BUSY_CLIENTS, 1L),
            tuple(Inspection.Kind.NULLS, 1L),
            tuple(Inspection.Kind.MIDNIGHTS, 1_201L), // and an add_to_cart
            tuple(Inspection.Kind.UNKNOWN_ITEMS, 1L),
            tuple(Inspection.Kind.EMPTY_TYPE, 0L));
  }

  @Test
  void anInnocentLogHasNoFindingsButItsUnknownItem() {
    Inspection inspection = inspect();
    assertThat(inspection.findings())
        .extracting(Inspection.Finding::kind)
        .containsExactly(Inspection.Kind.UNKNOWN_ITEMS);
    assertThat(InspectionText.of(inspection))
        .contains("events                  9", "clients                 3")
        .contains("1 of 4 items are not in the catalogue");
  }

  /** Ids and texts are about people; counts are not. */
  @Test
  void neitherIdsNorTextsAreShown() {
    log.parquet(
        "product_buy",
        "SELECT 987654321 AS client_id, '2024-05-02 10:00:00' AS timestamp, 100 AS sku");
    assertThat(List.of(InspectionText.of(inspect()).split("\n")))
        .noneMatch(line -> line.contains("987654321") || line.contains("255"));
  }
}
