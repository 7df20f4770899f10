package io.habitus.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.run.RunContext;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.store.Statistics;
import io.habitus.testkit.SharedData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schemas that ship with Habitus, on the real logs that they describe. */
class ShippedSchemasTest {
  @TempDir Path temp;

  private Path ingest(String schema) {
    Path data = SharedData.require("data");
    SharedData.require("data/" + schema);
    Path folder = temp.resolve(schema);
    Ingest.run(
        LogSource.schema(schema, Map.of("data", data.toString())),
        folder,
        IngestOptions.defaults(),
        RunContext.silent());
    return folder;
  }

  private static Statistics.TypeStatistics type(SequenceStore store, String type) {
    return store.manifest().statistics().type(store.schema().eventType(type));
  }

  @Test
  void onlineRetailEqualsTheGoldenChallengeDirectory() {
    Path golden = temp.resolve("golden");
    Ingest.run(
        LogSource.challenge(SharedData.require("golden/online-retail")),
        golden,
        IngestOptions.defaults(),
        RunContext.silent());
    try (SequenceStore ours = SequenceStore.open(ingest("online-retail"));
        SequenceStore theirs = SequenceStore.open(golden)) {
      assertThat(type(ours, Schema.BUY).events()).isEqualTo(397_884);
      assertThat(type(ours, Schema.REMOVE).events()).isEqualTo(8_905);
      assertThat(signatures(ours, item -> item)).isEqualTo(signatures(theirs, item -> item));
      assertThat(signatures(ours, attribute(ours, "category")))
          .isEqualTo(signatures(theirs, attribute(theirs, "category")));
      assertThat(correlation(prices(ours), prices(theirs))).isBetween(0.9, 0.95);
    }
  }

  /**
   * Items by their events → price bucket. The golden folder cuts hundredths of the items by median
   * price, equal prices into two buckets if need be; the schema takes the first price and keeps
   * equal ones together. So the buckets are alike and not the same.
   */
  private static Map<String, Integer> prices(SequenceStore store) {
    UnaryOperator<String> price = attribute(store, "price");
    Map<String, String> items = new HashMap<>();
    grouped(store, item -> item)
        .forEach((item, events) -> items.merge(events, item, (one, other) -> ""));
    Map<String, Integer> prices = new HashMap<>();
    items.forEach((events, item) -> {
      if (!item.isEmpty()) {
        prices.put(events, Integer.parseInt(price.apply(item)));
      }
    });
    return prices;
  }

  private static double correlation(Map<String, Integer> ours, Map<String, Integer> theirs) {
    List<String> both = ours.keySet().stream().filter(theirs::containsKey).toList();
    assertThat(both).hasSizeGreaterThan(3_400);
    double[] x = both.stream().mapToDouble(ours::get).toArray();
    double[] y = both.stream().mapToDouble(theirs::get).toArray();
    double meanX = Arrays.stream(x).average().orElseThrow();
    double meanY = Arrays.stream(y).average().orElseThrow();
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - meanX) * (y[i] - meanY);
      xx += (x[i] - meanX) * (x[i] - meanX);
      yy += (y[i] - meanY) * (y[i] - meanY);
    }
    return xy / Math.sqrt(xx * yy);
  }

  private static UnaryOperator<String> attribute(SequenceStore store, String name) {
    Map<String, List<String>> items = Decoded.items(store);
    int attribute = store.schema().itemAttribute(name);
    return item -> items.get(item).get(attribute);
  }

  /**
   * For each item, or group of items, its events as (time, type, client): equal for two stores
   * whose items have other names, and whose files have equal times in another order.
   */
  private static List<String> signatures(SequenceStore store, UnaryOperator<String> group) {
    return grouped(store, group).values().stream().sorted().toList();
  }

  private static Map<String, String> grouped(SequenceStore store, UnaryOperator<String> group) {
    Map<String, List<String>> events = new HashMap<>();
    Decoded.events(store)
        .forEach((client, lines) -> {
          for (String line : lines) {
            events
                .computeIfAbsent(group.apply(sku(line)), any -> new ArrayList<>())
                .add(line.substring(0, line.indexOf(" sku=")) + " " + client);
          }
        });
    Map<String, String> lines = new HashMap<>();
    events.forEach((key, all) -> lines.put(key, all.stream().sorted().toList().toString()));
    return lines;
  }

  private static String sku(String event) {
    int from = event.indexOf(" sku=") + 5;
    int until = event.indexOf(" quantity=", from);
    return event.substring(from, until < 0 ? event.length() : until);
  }

  @Test
  void globoClicksAndSessionStarts() {
    try (SequenceStore store = SequenceStore.open(ingest("globo"))) {
      assertThat(store.schema().eventTypes()).hasSize(2);
      assertThat(type(store, Schema.VISIT).events()).isPositive();
      assertThat(type(store, Schema.BUY).events())
          .isGreaterThan(type(store, Schema.VISIT).events());
      assertThat(store.manifest().generations().getFirst().source().leftOut())
          .containsKey("events at or after 2017-10-17T00:00:00Z");
      assertThat(store.manifest().generations().getFirst().source().lateTail()).isEmpty();
    }
  }

  @Test
  void tmallHasFourEventTypes() {
    try (SequenceStore store = SequenceStore.open(ingest("tmall"))) {
      assertThat(store.clientCount()).isEqualTo(884);
      assertThat(store.eventCount()).isBetween(180_000L, 185_000L);
      assertThat(store.manifest().statistics().types())
          .extracting(Statistics.TypeStatistics::type)
          .containsExactly("product_buy", "add_to_cart", "favourite", "click");
      assertThat(store.manifest().statistics().midnights()).isEqualTo(store.eventCount());
    }
  }

  @Test
  void movieLensRatingsWithTitles() {
    try (SequenceStore store = SequenceStore.open(ingest("movielens"))) {
      assertThat(store.clientCount()).isEqualTo(2_999);
      assertThat(store.eventCount()).isEqualTo(487_650);
      int title = store.schema().itemAttribute("title");
      int item = store.vocabulary(store.schema().field("movie")).codeOf(1);
      assertThat(store.catalogue().vocabulary(title).text(store.catalogue().code(title, item)))
          .isEqualTo("Toy Story (1995)");
      assertThat(Decoded.items(store).values())
          .anySatisfy(values -> assertThat(values.get(title)).contains("é"));
    }
  }
}
