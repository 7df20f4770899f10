package io.habitus.ingest.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log looks like a shop's: rhythm, funnel, tails, prices, novelties, names. */
class ShopStatisticsTest {
  @TempDir static Path folder;
  private static Path shop;

  @BeforeAll
  static void generate() {
    shop = folder.resolve("shop");
    ShopGenerator.generate(ShopSettings.of(4_000, 70, 5), shop, Shops.context(2));
  }

  @Test
  void saturdaysAreBusierThanTuesdaysAndEveningsThanNights() {
    String count = "SELECT count(*) FROM {page_visit} WHERE ";
    double saturday = Shops.number(shop, count + "isodow(timestamp::TIMESTAMP) = 6");
    double tuesday = Shops.number(shop, count + "isodow(timestamp::TIMESTAMP) = 2");
    double evening = Shops.number(shop, count + "hour(timestamp::TIMESTAMP) BETWEEN 18 AND 22");
    double night = Shops.number(shop, count + "hour(timestamp::TIMESTAMP) BETWEEN 0 AND 4");

    assertThat(saturday / tuesday).isBetween(1.15, 1.7);
    assertThat(evening / night).isGreaterThan(5);
  }

  @Test
  void theFunnelNarrows() {
    double visits = Shops.number(shop, "SELECT count(*) FROM {page_visit}");
    double adds = Shops.number(shop, "SELECT count(*) FROM {add_to_cart}");
    double removes = Shops.number(shop, "SELECT count(*) FROM {remove_from_cart}");
    double buys = Shops.number(shop, "SELECT count(*) FROM {product_buy}");

    assertThat(adds / visits).isBetween(0.05, 0.25);
    assertThat(buys / adds).isBetween(0.15, 0.5);
    assertThat(removes / adds).isBetween(0.1, 0.4);
    assertThat(
            Shops.number(
                shop,
                "SELECT count(*) FROM {product_buy} b WHERE NOT EXISTS (SELECT 1 FROM {add_to_cart}"
                    + " a WHERE a.client_id = b.client_id AND a.sku = b.sku"
                    + " AND a.timestamp < b.timestamp)"))
        .as("bought without being in the cart")
        .isZero();
  }

  @Test
  void activityAndPopularityHaveHeavyTails() {
    String share =
        "WITH n AS (SELECT count(*) AS n FROM %s GROUP BY %s),"
            + " r AS (SELECT n, percent_rank() OVER (ORDER BY n DESC) AS p FROM n)"
            + " SELECT sum(n) FILTER (WHERE p < 0.1) / sum(n) FROM r";

    assertThat(Shops.number(shop, share.formatted("{page_visit}", "client_id")))
        .as("visits of the most active tenth")
        .isBetween(0.3, 0.7);
    assertThat(Shops.number(shop, share.formatted("{product_buy}", "sku")))
        .as("buys of the most bought tenth")
        .isBetween(0.3, 0.8);
  }

  @Test
  void newItemsAppearAllTheTime() {
    List<List<Object>> fresh =
        Shops.query(
            shop,
            "WITH first AS (SELECT sku, min(timestamp) AS t FROM {add_to_cart} GROUP BY sku)"
                + " SELECT count(*) FROM first WHERE t::TIMESTAMP >= TIMESTAMP '2025-02-01'"
                + " GROUP BY week(t::TIMESTAMP)");

    assertThat(fresh).hasSizeGreaterThan(4);
    assertThat(fresh).allMatch(row -> ((Number) row.getFirst()).intValue() >= 5);
  }

  @Test
  void someClientsAreSensitiveToPrices() {
    // What a client bought early tells how dear what the same client buys later will be.
    double correlation =
        Shops.number(
            shop,
            "WITH p AS (SELECT client_id, price - avg(price) OVER (PARTITION BY category) AS dear,"
                + " timestamp < '2025-02-10' AS early FROM {product_buy} JOIN {product_properties}"
                + " USING (sku)), c AS (SELECT client_id, avg(dear) FILTER (early) AS a,"
                + " avg(dear) FILTER (NOT early) AS b FROM p GROUP BY client_id)"
                + " SELECT corr(a, b) FROM c");

    assertThat(correlation).isGreaterThan(0.05);
    double bought =
        Shops.number(
            shop, "SELECT avg(price) FROM {product_buy} JOIN {product_properties} USING (sku)");
    assertThat(bought).as("cheap items are bought more").isLessThan(45);
  }

  @Test
  void namesTellTheCategory() {
    // Nearest neighbour by name: how often is it of the same category, against chance.
    double same =
        Shops.number(
            shop,
            "WITH n AS (SELECT sku, category, string_split_regex(trim(name, '[] '), ' +')::INT[]"
                + " AS code FROM {product_properties}),"
                + " d AS (SELECT a.sku, a.category AS own, arg_min(b.category,"
                + " list_distance(a.code, b.code)) AS near FROM n a JOIN n b ON a.sku <> b.sku"
                + " GROUP BY a.sku, a.category) SELECT avg((own = near)::INT) FROM d");

    assertThat(same).isGreaterThan(0.3);
  }

  @Test
  void aSearchIsCloseToTheItemLookedAtNext() {
    double distance =
        Shops.number(
            shop,
            "WITH s AS (SELECT client_id, timestamp,"
                + " string_split_regex(trim(query, '[] '), ' +')::INT[] AS q FROM {search_query}"
                + " LIMIT 20000), n AS (SELECT sku,"
                + " string_split_regex(trim(name, '[] '), ' +')::INT[] AS code"
                + " FROM {product_properties}), a AS (SELECT s.client_id, s.q, n.code FROM s"
                + " ASOF JOIN (SELECT client_id, timestamp, sku FROM {add_to_cart}) a"
                + " ON s.client_id = a.client_id AND s.timestamp < a.timestamp JOIN n USING (sku))"
                + " SELECT median(list_distance(q, code)) FROM a");
    double random =
        Shops.number(
            shop,
            "WITH n AS (SELECT sku, string_split_regex(trim(name, '[] '), ' +')::INT[] AS code"
                + " FROM {product_properties}) SELECT median(list_distance(a.code, b.code))"
                + " FROM n a JOIN n b ON a.sku < b.sku");

    assertThat(distance).isLessThan(0.7 * random);
  }

  @Test
  void clientsJoinAndLeave() {
    double joined =
        Shops.number(
            shop,
            "SELECT avg((t > '2025-01-27')::INT) FROM (SELECT min(timestamp) AS t FROM {page_visit}"
                + " GROUP BY client_id)");
    double gone =
        Shops.number(
            shop,
            "SELECT avg((t < '2025-02-24')::INT) FROM (SELECT max(timestamp) AS t FROM {page_visit}"
                + " GROUP BY client_id HAVING count(*) > 20)");

    assertThat(joined).isBetween(0.2, 0.6);
    assertThat(gone).isBetween(0.1, 0.6);
  }
}
