package io.habitus.models.factorisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.problem.UsageException;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Catalogue;
import io.habitus.core.store.Histories;
import io.habitus.core.store.Vocabulary;
import io.habitus.models.ProfileModels;
import io.habitus.models.factorisation.matrix.CellRules;
import io.habitus.models.factorisation.matrix.ClientItems;
import io.habitus.models.factorisation.matrix.EventWeights;
import io.habitus.models.factorisation.matrix.ItemKind;
import io.habitus.models.factorisation.matrix.MatrixSize;
import io.habitus.testkit.memory.MemoryLog;
import io.habitus.testkit.run.HeardProgress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FitMemoryTest {
  private static final Resources RESOURCES = new Resources(2, 1L << 40, Path.of("temp"));

  @Test
  void twentyMillionClientsWithSixtyFourFactors() {
    long bytes = FitMemory.ALS.bytes(20_000_000, 1_000_000, 200_000_000, 64);
    // Factors 5.12 and 0.256 GB, cells 3.2 GB, clients 0.24 GB, items 0.13 GB.
    assertThat(bytes / 1e9).isBetween(8.9, 9.0);
    assertThat(FitMemory.BPR.bytes(20_000_000, 1_000_000, 200_000_000, 64)).isLessThan(bytes);
  }

  @Test
  void columnsThatFillAVectorCount() {
    assertThat(FitMemory.BPR.bytes(1_000, 10, 5_000, 57))
        .isEqualTo(FitMemory.BPR.bytes(1_000, 10, 5_000, 64));
  }

  @Test
  void aFitThatCannotEndWellIsRefusedAndSaysHowMuchWouldDo() {
    ClientItems matrix = Planted.draw(100, 20, 5, 1).train();
    assertThatCode(() -> FitMemory.BPR.check(MatrixSize.of(matrix), 64, RESOURCES))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> FitMemory.BPR.check(MatrixSize.of(matrix), 1 << 28, RESOURCES))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("100 clients and 20 items")
        .hasMessageContaining("run with --memory ");
  }

  /** What WarpData and WarpTrainer hold: docs/models/warp.md. */
  @Test
  void warpHoldsCodesRatherThanFactors() {
    long bytes = FitMemory.warp(16, 16).bytes(20_000_000, 1_000_000, 200_000_000, 0);
    // Cells with positives and their order 3.2 GB, clients 1.52 GB, items 0.2 GB.
    assertThat(bytes / 1e9).isBetween(4.9, 5.0);
    FitMemory wide = FitMemory.warp(1 << 28, 16);
    MatrixSize small = new MatrixSize(1000, 10, 5000);
    assertThatThrownBy(() -> wide.check(small, 0, RESOURCES))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("the codes of 1,000 clients and 10 items with 5,000 cells")
        .hasMessageContaining("or more, or learn from fewer clients");
  }

  @Test
  void aMatrixThatIsTwiceThereWhileItIsReadCounts() {
    long bytes = FitMemory.BPR.bytes(1_000_000, 10, 1_000_000_000, 8);
    assertThat(bytes / 1e9).isBetween(16.0, 16.1);
  }

  private static final CellRules RULES =
      new CellRules(ItemKind.URL, new EventWeights(0, 0, 0, 1), false);

  private static MemoryLog visits() {
    MemoryLog log = MemoryLog.challenge();
    for (int client = 1; client <= 50; client++) {
      for (int i = 0; i < 6; i++) {
        log.event(client, i, "page_visit", (client + i / 2) % 20);
      }
      log.event(client, 9, "product_buy", client);
    }
    return log;
  }

  @Test
  void aFitThatFitsForSureIsNotCounted() {
    HeardProgress progress = new HeardProgress();
    List<String> steps = new ArrayList<>();
    Histories input = new Known(visits().histories(), 50, 300);
    FitMemory.ALS.check(input, RULES, any -> true, 64, run(progress.onStart(steps::add)));
    assertThat(steps).isEmpty();
  }

  @Test
  void aFitThatMayNotFitIsCountedAndRefusedBeforeItIsRead() {
    List<String> steps = new ArrayList<>();
    RunContext run = run(new HeardProgress().onStart(steps::add));
    Histories input = new Known(visits().histories(), 50, 300);
    assertThatThrownBy(() -> FitMemory.ALS.check(input, RULES, id -> id <= 40, 1 << 28, run))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("40 clients and 20 items with 120 cells");
    assertThat(steps).containsExactly("counting the cells of the client × item matrix");
    steps.clear();
    Histories large = new Known(visits().histories(), 1L << 40, 1L << 40);
    FitMemory.ALS.check(large, RULES, id -> true, 64, run);
    FitMemory.ALS.check(visits().histories(), RULES, id -> true, 64, run); // that nobody counted
    assertThat(steps).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"als-url", "bpr-sku", "warp"})
  void everyFactorisationCountsBeforeItReads(String model) {
    List<String> steps = new ArrayList<>();
    MemoryLog log = MemoryLog.challenge();
    for (int client = 1; client <= 30; client++) {
      for (int i = 0; i < 4; i++) {
        log.event(client, i, "product_buy", 1 + (client + i) % 7);
        log.event(client, i, "page_visit", 1 + (client + i) % 7);
        log.event(client, i, "search_query", new Object[] {new byte[16]});
      }
    }
    for (int item = 1; item <= 7; item++) {
      log.item(item, 1, 0, new byte[16]);
    }
    ProfileModels.named(model, Map.of())
        .fit(
            log.histories(),
            ClientSet.of(new long[] {1, 2, 3}),
            1,
            run(new HeardProgress().onStart(steps::add)))
        .close();
    assertThat(steps)
        .containsSubsequence(
            "counting the cells of the client × item matrix", "reading the client × item matrix");
  }

  private static RunContext run(HeardProgress progress) {
    return new RunContext(new Resources(2, 1L << 40, Path.of("temp")), progress);
  }

  /** With counts of its own. */
  private record Known(Histories all, long mostClients, long mostEvents) implements Histories {
    @Override
    public Schema schema() {
      return all.schema();
    }

    @Override
    public long fromMicros() {
      return all.fromMicros();
    }

    @Override
    public long untilMicros() {
      return all.untilMicros();
    }

    @Override
    public int shardCount() {
      return all.shardCount();
    }

    @Override
    public Cursor open(int shard) {
      return all.open(shard);
    }

    @Override
    public Vocabulary vocabulary(int field) {
      return all.vocabulary(field);
    }

    @Override
    public Catalogue catalogue() {
      return all.catalogue();
    }

    @Override
    public long mostEvents(int type) {
      return mostEvents;
    }
  }
}
