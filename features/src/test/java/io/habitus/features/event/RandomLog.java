package io.habitus.features.event;

import io.habitus.core.time.Micros;
import io.habitus.testkit.memory.MemoryLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A random log of the challenge's schema, as plain records and as a {@link MemoryLog}. */
record RandomLog(List<Event> events, Map<Long, Item> items) {
  static final long START = Micros.of(Instant.parse("2022-02-20T00:00:00Z"));

  record Event(
      long client, long micros, String type, @Nullable Long value, byte @Nullable [] query) {}

  record Item(@Nullable Long category, @Nullable Long price, byte @Nullable [] name) {}

  /** Bursts of events, so that there are sessions; whole seconds, so that there are ties. */
  static RandomLog of(long seed, int clients) {
    Random random = new Random(seed);
    Map<Long, Item> items = new TreeMap<>();
    for (long sku = 100; sku < 125; sku++) {
      Long category = random.nextInt(8) == 0 ? null : (long) random.nextInt(6);
      Long price = random.nextInt(8) == 0 ? null : (long) random.nextInt(100);
      items.put(sku, new Item(category, price, random.nextInt(8) == 0 ? null : vector(random)));
    }
    List<byte[]> queries = new ArrayList<>();
    for (int q = 0; q < 12; q++) {
      queries.add(vector(random));
    }
    List<Event> events = new ArrayList<>();
    for (long client = 0; client < clients; client++) {
      addClient(client, random, queries, events);
    }
    events.sort(Comparator.comparingLong(Event::client).thenComparingLong(Event::micros));
    return new RandomLog(events, items);
  }

  private static void addClient(
      long client, Random random, List<byte[]> queries, List<Event> events) {
    int bursts = 1 + random.nextInt(12);
    for (int b = 0; b < bursts; b++) {
      long seconds = random.nextInt(40 * 86_400);
      int length = 1 + random.nextInt(14);
      for (int e = 0; e < length; e++) {
        seconds += random.nextInt(4) == 0 ? 0 : random.nextInt(random.nextBoolean() ? 200 : 3000);
        events.add(event(client, START + seconds * Micros.PER_SECOND, random, queries));
      }
    }
  }

  private static Event event(long client, long micros, Random random, List<byte[]> queries) {
    Long sku = 100L + (long) Math.min(29, Math.abs(random.nextGaussian() * 9)); // some unknown
    Long url = random.nextInt(20) == 0 ? null : (long) random.nextInt(15);
    return switch (random.nextInt(9)) {
      case 0 -> new Event(client, micros, "product_buy", sku, null);
      case 1, 2 -> new Event(client, micros, "add_to_cart", sku, null);
      case 3 -> new Event(client, micros, "remove_from_cart", sku, null);
      case 4, 5 -> new Event(client, micros, "search_query", null, queries.get(random.nextInt(12)));
      default -> new Event(client, micros, "page_visit", url, null);
    };
  }

  private static byte[] vector(Random random) {
    byte[] vector = new byte[16];
    random.nextBytes(vector);
    return vector;
  }

  MemoryLog memoryLog() {
    MemoryLog log = MemoryLog.challenge();
    items.forEach((sku, item) -> log.item(sku, item.category(), item.price(), item.name()));
    for (Event event : events) {
      boolean search = event.type().equals("search_query");
      log.event(
          event.client(), event.micros(), event.type(), search ? event.query() : event.value());
    }
    return log;
  }
}
