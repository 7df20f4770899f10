package io.habitus.pipeline.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.SequenceStore;
import io.habitus.explain.sae.Sparsity;
import io.habitus.ingest.Ingest;
import io.habitus.ingest.IngestOptions;
import io.habitus.ingest.LogSource;
import io.habitus.ingest.shop.ShopGenerator;
import io.habitus.ingest.shop.ShopSettings;
import io.habitus.pipeline.recommend.ContentSource;
import io.habitus.pipeline.report.RecommenderFacts;
import io.habitus.pipeline.report.RecommenderFacts.Listed;
import io.habitus.pipeline.report.RecommenderFacts.NewItem;
import io.habitus.pipeline.report.RecommenderFacts.Ranked;
import io.habitus.pipeline.sae.SaeOptions;
import io.habitus.recommend.data.ItemChoice;
import io.habitus.recommend.sequential.FittedSequential;
import io.habitus.recommend.sequential.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** On a small generated shop: what is said of the time after the cut-off, and what is not used. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecommenderStudyTest {
  private static final Instant CUT_OFF = Instant.parse("2025-02-09T00:00:00Z");
  private static final RunContext RUN = RunContext.silent();

  @TempDir static Path dir;

  private Path shop;

  @BeforeAll
  void generate() {
    shop = dir.resolve("shop");
    ShopGenerator.generate(
        new ShopSettings(250, 60, 3, ShopSettings.DEFAULT_START, 80, 8, 0.4, 14, 0), shop, RUN);
  }

  private static StudyRequest request(Optional<ContentSource> content) {
    return new StudyRequest(
        new ItemChoice(Optional.empty(), List.of("add_to_cart")),
        content,
        0.5,
        Settings.of(Map.of("width", "16", "epochs", "4", "batch", "32", "learning-rate", "0.01")),
        new SaeOptions(
            OptionalInt.of(24), Optional.of(new Sparsity.TopK(3)), OptionalInt.of(4), 5, 1),
        1,
        false);
  }

  private RecommenderFacts study(String name, IngestOptions options, StudyRequest request) {
    Path folder = dir.resolve(name);
    Ingest.run(LogSource.challenge(shop), folder.resolve("store"), options, RUN);
    try (SequenceStore store = SequenceStore.open(folder.resolve("store"))) {
      return RecommenderStudy.run(store, CUT_OFF, request, folder, RUN);
    }
  }

  @Test
  void saysWhatCameAfterTheCutOffAndLearnsNothingFromIt() throws Exception {
    StudyRequest request = request(Optional.of(ContentSource.parse("codes:name")));
    RecommenderFacts facts = study("whole", IngestOptions.defaults(), request);

    assertThat(facts.taking()).isEqualTo("add_to_cart");
    assertThat(facts.table()).hasSize(3);
    for (Ranked each : facts.table()) {
      assertThat(each.ndcg().mean()).isBetween(each.ndcg().low(), each.ndcg().high());
      assertThat(each.hits().mean()).isGreaterThanOrEqualTo(each.ndcg().mean());
    }
    assertThat(facts.coldCases()).isBetween(1, facts.cases());
    assertThat(facts.lists())
        .hasSize(2)
        .allSatisfy(list -> {
          assertThat(list.items()).hasSize(5).extracting(Listed::item).doesNotHaveDuplicates();
          assertThat(list.items())
              .extracting(Listed::item)
              .doesNotContainAnyElementsOf(list.newest());
          assertThat(list.client()).startsWith("Client ");
        });
    assertThat(facts.pleased()).isBetween(1, facts.listed());

    NewItem item = facts.newItem().orElseThrow();
    assertThat(item.candidates()).isEqualTo(facts.learned().items() + 1);
    assertThat(item.medianRank()).isBetween(1, item.candidates());
    assertThat(item.takers()).isBetween(1, item.clients());
    assertThat(item.takersInTop()).isBetween(0, Math.min(item.takers(), item.inTop()));
    assertThat(item.clients()).isEqualTo(facts.learned().clients());

    if (facts.feature().isPresent()) {
      assertThat(facts.curve().orElseThrow().steered()).hasSize(6);
      assertThat(facts.curve().orElseThrow().target())
          .isEqualTo(facts.feature().get().name().text());
    }
    assertThat(dir.resolve("whole/features/index.html")).isNotEmptyFile();

    // The same log that ends at the cut-off makes the same weights, to the bit.
    RecommenderFacts cut = study("cut", IngestOptions.defaults().withUntil(CUT_OFF), request);
    for (String file : List.of("model/" + FittedSequential.WEIGHTS, "features/sae.safetensors")) {
      assertThat(Files.mismatch(dir.resolve("whole").resolve(file), dir.resolve("cut/" + file)))
          .as(file)
          .isEqualTo(-1);
    }
    assertThat(cut.learned()).isEqualTo(facts.learned());
    assertThat(cut.cases()).isZero();
    assertThat(cut.newItem()).isEmpty();
    assertThat(cut.lists()).isEmpty();
  }

  @Test
  void withoutContentNewItemsHaveNoRank() {
    RecommenderFacts facts = study("random", IngestOptions.defaults(), request(Optional.empty()));
    assertThat(facts.newItem()).isEmpty();
    assertThat(facts.content()).isEmpty();
    assertThat(facts.table().getFirst().name()).isEqualTo("sasrec, items: random");
  }

  @Test
  void contentMustBeCodeVectors() {
    StudyRequest prices = request(Optional.of(ContentSource.parse("codes:price")));
    assertThatThrownBy(() -> study("prices", IngestOptions.defaults(), prices))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no attribute price that is code vectors; there are [name]");
  }

  /** 1 is ahead of all three; 5 is level with one and ahead of another. */
  @Test
  void pairsAreCountedWithHalfATie() {
    assertThat(NewItemStudy.better(new int[] {1, 5}, new int[] {2, 5, 9}))
        .isCloseTo((3 + 0 + 0.5 + 1) / 6, within(1e-12));
    assertThat(NewItemStudy.better(new int[0], new int[] {1})).isEqualTo(0.5);
  }
}
