package io.habitus.models.factorisation.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.core.schema.EventType;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Histories;
import io.habitus.testkit.memory.MemoryLog;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MatrixScanTest {
  private static final EventWeights WEIGHTS = new EventWeights(3, 1, -2, 0.5);

  private static MemoryLog log() {
    return MemoryLog.challenge()
        .item(30, 1, 0, null)
        .item(4, 1, 0, null)
        .item(100, 0, 0, null)
        .event(9, 1, "product_buy", 30)
        .event(9, 2, "add_to_cart", 4)
        .event(9, 3, "remove_from_cart", 100)
        .event(9, 4, "product_buy", 30)
        .event(9, 5, "page_visit", 7)
        .event(2, 1, "add_to_cart", 100)
        .event(2, 2, "remove_from_cart", 55)
        .event(2, 3, "search_query", new Object[] {new byte[16]})
        .event(5, 3, "page_visit", 7);
  }

  private static ClientItems scan(MemoryLog log, ItemKind kind, boolean logarithmic) {
    return MatrixScan.of(
        log.histories(),
        new CellRules(kind, WEIGHTS, logarithmic),
        client -> true,
        RunContext.silent());
  }

  @Test
  void cellsAreSumsOfWeights() {
    ClientItems skus = scan(log(), ItemKind.SKU, false);
    assertThat(skus.clients()).containsExactly(9, 2); // by their mixed ids
    assertThat(skus.names().values()).containsExactly("4", "30", "55", "100");
    assertThat(skus.starts()).containsExactly(0, 3, 5);
    assertThat(skus.items()).containsExactly(0, 1, 3, 2, 3);
    assertThat(skus.values()).containsExactly(1, 6, -2, -2, 1);
    assertThat(skus.find(0, 1)).isEqualTo(1);
    assertThat(skus.find(1, 1)).isEqualTo(-1);
    assertThat(skus.cellsByItem()).containsExactly(1, 1, 1, 2);
  }

  @Test
  void sizesAreCountedWithoutTheMatrix() {
    for (ItemKind kind : ItemKind.values()) {
      CellRules rules = new CellRules(kind, WEIGHTS, false);
      Histories input = log().histories();
      assertThat(MatrixSize.counted(input, rules, any -> true, RunContext.silent()))
          .isEqualTo(MatrixSize.of(scan(log(), kind, false)));
      assertThat(MatrixSize.atMost(input, rules).cells()).isEqualTo(Long.MAX_VALUE);
    }
    CellRules skus = new CellRules(ItemKind.SKU, WEIGHTS, false);
    assertThat(
            MatrixSize.counted(log().histories(), skus, client -> client == 2, RunContext.silent()))
        .isEqualTo(new MatrixSize(1, 2, 2));
  }

  @Test
  void categoriesAreThoseOfTheCatalogue() {
    ClientItems categories = scan(log(), ItemKind.CATEGORY, false);
    assertThat(categories.names().values()).containsExactly("0", "1");
    assertThat(categories.starts()).containsExactly(0, 2, 3);
    assertThat(categories.values()).containsExactly(-2, 7, 1);
  }

  @Test
  void urlsAreThoseOfVisits() {
    ClientItems urls = scan(log(), ItemKind.URL, false);
    assertThat(urls.clients()).containsExactly(9, 5);
    assertThat(urls.values()).containsExactly(0.5f, 0.5f);
  }

  @Test
  void logarithmsKeepTheSign() {
    float[] values = scan(log(), ItemKind.SKU, true).values();
    assertThat(values[1]).isEqualTo((float) Math.log1p(6));
    assertThat(values[2]).isEqualTo((float) -Math.log1p(2));
  }

  @Test
  void shardsAndOtherCodesDoNotMatter() {
    ClientItems one = scan(log().shards(1), ItemKind.SKU, true);
    MemoryLog other = MemoryLog.challenge().item(31, 1, 0, null).item(200, 0, 0, null);
    ClientItems five = scan(log().shards(5), ItemKind.SKU, true);
    assertThat(five.items()).isEqualTo(one.items());
    assertThat(five.values()).isEqualTo(one.values());
    assertThat(five.names()).isEqualTo(one.names());
    assertThat(scan(other, ItemKind.SKU, true).cells()).isZero();
  }

  @Test
  void rowsAreFoundAgainInTheirOrder() {
    ClientItems skus = scan(log(), ItemKind.SKU, false);
    ClientItems turned =
        new ClientItems(
            new long[] {2, 9},
            new int[] {0, 2, 5},
            new int[] {2, 3, 0, 1, 3},
            new float[] {-2, 1, 1, 6, -2},
            skus.names());
    ClientItems ordered = turned.inOrder();
    assertThat(ordered.clients()).isEqualTo(skus.clients());
    assertThat(ordered.starts()).isEqualTo(skus.starts());
    assertThat(ordered.items()).isEqualTo(skus.items());
    assertThat(ordered.values()).isEqualTo(skus.values());
    assertThat(ClientItems.find(skus.clients(), 2)).isEqualTo(1);
    assertThat(ClientItems.find(skus.clients(), 9)).isZero();
    assertThat(ClientItems.find(skus.clients(), 3)).isNegative();
  }

  @Test
  void onlyLearnedClientsHaveRows() {
    CellRules rules = new CellRules(ItemKind.SKU, WEIGHTS, false);
    ClientItems matrix =
        MatrixScan.of(log().histories(), rules, client -> client == 2, RunContext.silent());
    assertThat(matrix.clients()).containsExactly(2);
    assertThat(matrix.names().values()).containsExactly("55", "100");
  }

  @Test
  void dataWithoutUrlsSaysSo() {
    Schema schema = Schema.challenge();
    Schema bare =
        new Schema(
            "bare",
            List.of(new EventType("product_buy", List.of("sku"))),
            List.of(schema.fields().get(0)),
            Optional.of("sku"),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            "product_buy",
            14);
    MemoryLog log = MemoryLog.of(bare).event(1, 1, "product_buy", 3);
    assertThatThrownBy(() -> scan(log, ItemKind.URL, false))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no url to factorise by");
    assertThatThrownBy(() -> scan(log, ItemKind.CATEGORY, false))
        .hasMessageContaining("a category attribute");
  }
}
