package io.habitus.ingest.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.array.Npy;
import io.habitus.core.json.Json;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.InterruptedRunException;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.testkit.run.HeardProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopGeneratorTest {
  @TempDir Path folder;

  @Test
  void sameSeedGivesTheSameBytesForAnyNumberOfThreads() throws IOException {
    // More clients than one chunk, so that two threads really share a day.
    ShopSettings settings = Shops.settings(World.CHUNK * 2 + 100, 21, 5, 7);
    ShopGenerator.generate(settings, folder.resolve("one"), Shops.context(1));
    ShopGenerator.generate(settings, folder.resolve("two"), Shops.context(2));
    ShopGenerator.generate(settings.withSeed(8), folder.resolve("other"), Shops.context(2));

    Map<String, byte[]> one = contents(folder.resolve("one"));
    Map<String, byte[]> two = contents(folder.resolve("two"));
    Map<String, byte[]> other = contents(folder.resolve("other"));
    assertThat(one.keySet()).isEqualTo(two.keySet()).hasSize(17);
    one.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(two.get(name)));
    one.forEach((name, bytes) -> assertThat(bytes).as(name).isNotEqualTo(other.get(name)));
  }

  @Test
  void filesHaveThePublishedColumnsInTheOrderOfTime() {
    Path shop = folder.resolve("shop");
    ShopReport report =
        ShopGenerator.generate(Shops.settings(400, 40, 7, 1), shop, Shops.context(2));

    assertThat(columns(shop, "product_buy"))
        .containsExactly("client_id BIGINT", "timestamp VARCHAR", "sku BIGINT");
    assertThat(columns(shop, "add_to_cart")).isEqualTo(columns(shop, "product_buy"));
    assertThat(columns(shop, "remove_from_cart")).isEqualTo(columns(shop, "product_buy"));
    assertThat(columns(shop, "page_visit"))
        .containsExactly("client_id BIGINT", "timestamp VARCHAR", "url BIGINT");
    assertThat(columns(shop, "search_query"))
        .containsExactly("client_id BIGINT", "timestamp VARCHAR", "query VARCHAR");
    assertThat(columns(shop, "product_properties"))
        .containsExactly("sku BIGINT", "category BIGINT", "price BIGINT", "name VARCHAR");
    for (EventKind kind : EventKind.values()) {
      String table = "{" + kind.table() + "}";
      assertThat(Shops.number(shop, "SELECT count(*) FROM " + table))
          .isEqualTo(report.rows().get(kind.table()).doubleValue());
      assertThat(
              Shops.number(
                  shop,
                  "SELECT count(*) FROM (SELECT timestamp < lag(timestamp) OVER () AS back FROM "
                      + table
                      + ") WHERE back"))
          .as(table)
          .isZero();
      assertThat(
              Shops.number(
                  shop,
                  "SELECT count(*) FROM "
                      + table
                      + " WHERE NOT regexp_full_match(timestamp,"
                      + " '2025-0[12]-\\d\\d \\d\\d:\\d\\d:\\d\\d')"))
          .isZero();
    }
    assertThat(
            Shops.number(
                shop,
                "SELECT count(*) FROM {product_buy} ANTI JOIN {product_properties} USING (sku)"))
        .isZero();
    assertThat(
            Shops.number(
                shop,
                "SELECT count(*) FROM (SELECT string_split_regex(trim(query, '[] '), ' +') AS q"
                    + " FROM {search_query}) WHERE len(q) <> 16"))
        .isZero();
  }

  @Test
  void theDemoHasBothClassesInAllSixTasks() {
    ShopReport report =
        ShopGenerator.generate(ShopSettings.demo(), folder.resolve("demo"), Shops.context(2));

    assertThat(report.events()).isBetween(150_000L, 500_000L);
    assertThat(report.oracle().tasks()).hasSize(6);
    for (TaskOracle task : report.oracle().tasks()) {
      assertThat(task.labelsWithBothClasses()).as(task.task()).isPositive();
      assertThat(task.aurocOfScoredLabels()).as(task.task()).isBetween(0.7, 0.99);
    }
    TaskOracle churn = task(report, "churn");
    assertThat((double) churn.positives() / churn.clients()).isBetween(0.2, 0.8);
    assertThat(task(report, "propensity_new_sku").labels()).isGreaterThan(20);
    assertThat(task(report, "propensity_new_sku").labelsWithBothClasses()).isGreaterThan(15);
    for (String other : List.of("propensity_category", "propensity_sku", "propensity_price")) {
      assertThat(task(report, other).labelsWithBothClasses()).as(other).isGreaterThan(85);
    }
    assertThat(report.oracle().lines()).hasSize(7);
  }

  private static TaskOracle task(ShopReport report, String name) {
    return Objects.requireNonNull(report.oracle().task(name));
  }

  @Test
  void theOracleIsWrittenAsItIsReported() {
    Path shop = folder.resolve("shop");
    ShopReport report =
        ShopGenerator.generate(Shops.settings(300, 40, 7, 3), shop, Shops.context(1));

    assertThat(Json.read(shop.resolve("oracle.json"), ShopOracle.class)).isEqualTo(report.oracle());
    int clients = report.oracle().tasks().get(1).clients();
    assertThat(Npy.read(shop.resolve("oracle/client_ids.npy")).toLongs()).hasSize(clients);
    long[] labels = Npy.read(shop.resolve("oracle/labels_propensity_sku.npy")).toLongs();
    assertThat(Npy.read(shop.resolve("oracle/propensity_sku.npy")).shape())
        .containsExactly(clients, labels.length);
    assertThat(Npy.read(shop.resolve("oracle/conversion.npy")).shape()).containsExactly(clients, 1);
  }

  @Test
  void oneClientAndOneDayAreShopsToo() {
    ShopReport one =
        ShopGenerator.generate(
            Shops.settings(1, 90, 14, 5), folder.resolve("client"), Shops.context(2));
    ShopReport day =
        ShopGenerator.generate(
            Shops.settings(50, 1, 14, 5), folder.resolve("day"), Shops.context(2));

    assertThat(one.settings().clients()).isEqualTo(1);
    assertThat(
            Shops.number(
                folder.resolve("client"), "SELECT count(DISTINCT client_id) FROM {page_visit}"))
        .isEqualTo(1);
    assertThat(day.events()).isPositive();
    assertThat(day.oracle().split()).isNull();
    assertThat(day.oracle().tasks()).isEmpty();
    assertThat(day.oracle().lines()).singleElement().asString().contains("too short");
    assertThat(folder.resolve("day/oracle")).doesNotExist();
  }

  @Test
  void theSplitEndsAtTheLastPurchaseEvenIfThatIsNotOnTheLastDay() {
    // Few clients: most days pass without a purchase.
    for (int seed = 0; seed < 5; seed++) {
      Path shop = folder.resolve("few" + seed);
      ShopReport report =
          ShopGenerator.generate(Shops.settings(4, 80, 7, seed), shop, Shops.context(1));
      List<Object> last = Shops.query(shop, "SELECT max(timestamp) FROM {product_buy}").getFirst();
      if (report.oracle().split() != null) {
        assertThat(report.oracle().split().end().toString())
            .isEqualTo(last.getFirst().toString().replace(' ', 'T') + "Z");
      }
    }
  }

  @Test
  void impossibleSettingsAreUsageErrorsThatNameEveryProblem() {
    assertThatThrownBy(() -> Shops.settings(0, 0, 14, 1))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("clients: expected at least 1, found 0")
        .hasMessageContaining("days: expected 1 to 3650, found 0");
  }

  @Test
  void anotherFolderInTheWayIsLeftAlone() throws IOException {
    Files.writeString(folder.resolve("precious.txt"), "mine");

    assertThatThrownBy(
            () -> ShopGenerator.generate(Shops.settings(5, 5, 1, 1), folder, Shops.context(1)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("or a generated shop to replace, found other files in");
    assertThat(folder.resolve("precious.txt")).hasContent("mine");
  }

  @Test
  void aShopTooLargeForTheMemoryIsRefusedBeforeAnythingIsWritten() {
    Path shop = folder.resolve("huge");

    assertThatThrownBy(() ->
            ShopGenerator.generate(
                ShopSettings.of(2_000_000_000 / 16, 180, 1), shop, Shops.context(1)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("raise --memory");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aDiskThatIsTooSmallIsRefusedBeforeAnythingIsWritten() {
    Footprint footprint = Footprint.of(Shops.settings(1000, 10, 1, 1));
    footprint.checkDisk(folder, footprint.diskBytes());
    assertThatThrownBy(() -> footprint.checkDisk(folder, footprint.diskBytes() - 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("free on the disk")
        .hasMessageContaining("Name a folder on another disk.");
    Path full = Path.of("/proc/shop"); // a file system without a byte to spare
    assertThatThrownBy(
            () -> ShopGenerator.generate(Shops.settings(5, 5, 1, 1), full, Shops.context(1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("free on the disk, found 0 MB");
  }

  @Test
  void aStoppedRunLeavesNothing() {
    RunContext run = Shops.context(2);
    RunContext context =
        run.withProgress(new HeardProgress().onAdvance((what, units) -> run.stop()));

    assertThatThrownBy(() ->
            ShopGenerator.generate(Shops.settings(500, 60, 7, 1), folder.resolve("shop"), context))
        .isInstanceOf(InterruptedRunException.class);
    assertThat(folder).isEmptyDirectory();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("write ") && thread.isAlive());
  }

  private static List<String> columns(Path shop, String table) {
    return Shops.query(shop, "DESCRIBE SELECT * FROM {" + table + "}").stream()
        .map(row -> row.get(0) + " " + row.get(1))
        .toList();
  }

  private static Map<String, byte[]> contents(Path shop) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(shop)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(shop.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return contents;
  }
}
