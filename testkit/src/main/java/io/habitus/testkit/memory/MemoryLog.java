package io.habitus.testkit.memory;

import io.habitus.core.schema.Field;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Histories;
import io.habitus.core.time.Micros;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A log that is written down event by event:
 *
 * {@snippet :
 * MemoryLog log =
 *     MemoryLog.challenge()
 *         .item(17, 3, 50, null) // sku, then its attributes in the schema's order
 *         .event(1, "2022-10-01T09:00:00Z", "product_buy", 17)
 *         .event(1, "2022-10-01T09:01:00Z", "page_visit", 4711);
 * Histories input = log.histories("2022-10-15T00:00:00Z");
 * }
 *
 * Events may come in any order; a client's events of one time stay in the order in which they were
 * written. Values are integers, strings, doubles, {@code byte[]} for CODES, or null for none.
 */
public final class MemoryLog {

  /** One event; values in the order of its type's fields. */
  record Event(long client, long micros, int type, List<@Nullable Object> values) {}

  private final Schema schema;
  private final List<Event> events = new ArrayList<>();
  private final Map<Object, @Nullable Object[]> items = new LinkedHashMap<>();
  private int shards = 3;

  private MemoryLog(Schema schema) {
    this.schema = schema;
  }

  public static MemoryLog of(Schema schema) {
    return new MemoryLog(schema);
  }

  /** A log of the challenge's five event types. */
  public static MemoryLog challenge() {
    return of(Schema.challenge());
  }

  public Schema schema() {
    return schema;
  }

  /** How many shards histories have; clients are dealt out by id. 3 unless set. */
  public MemoryLog shards(int count) {
    shards = count;
    return this;
  }

  /** An item of the catalogue with its attributes in the schema's order; null where empty. */
  public MemoryLog item(Object id, @Nullable Object... attributes) {
    if (attributes.length != schema.itemAttributes().size()) {
      throw new IllegalArgumentException(
          "item %s: expected %d attributes, found %d"
              .formatted(id, schema.itemAttributes().size(), attributes.length));
    }
    items.put(Value.canonical(id), attributes.clone());
    return this;
  }

  /** An event; {@code values} in the order of the event type's fields. */
  public MemoryLog event(long client, String time, String type, @Nullable Object... values) {
    return event(client, Micros.of(Instant.parse(time)), type, values);
  }

  /** An event; {@code values} in the order of the event type's fields. */
  public MemoryLog event(long client, long micros, String type, @Nullable Object... values) {
    int number = schema.eventType(type);
    if (number < 0) {
      throw new IllegalArgumentException("no event type " + type + " in " + schema.name());
    }
    int fields = schema.eventTypes().get(number).fields().size();
    if (values.length != fields) {
      throw new IllegalArgumentException(
          "%s: expected %d values, found %d".formatted(type, fields, values.length));
    }
    List<@Nullable Object> copy = new ArrayList<>();
    for (Object value : values) {
      copy.add(value);
    }
    events.add(new Event(client, micros, number, copy));
    return this;
  }

  /** Everything. */
  public Histories histories() {
    return histories(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** Everything before a cut-off. */
  public Histories histories(String until) {
    return histories(Long.MIN_VALUE, Micros.of(Instant.parse(until)));
  }

  /** Everything in [from, until), with vocabularies of the whole log, as a store's are. */
  public Histories histories(long fromMicros, long untilMicros) {
    TreeMap<Long, List<Event>> clients = new TreeMap<>();
    for (Event event : events) {
      if (event.micros >= fromMicros && event.micros < untilMicros) {
        clients.computeIfAbsent(event.client, id -> new ArrayList<>()).add(event);
      }
    }
    clients.values().forEach(each -> each.sort(Comparator.comparingLong(Event::micros)));
    return new MemoryHistories(
        schema, fromMicros, untilMicros, shards, clients, vocabularies(), catalogue());
  }

  private List<MemoryVocabulary> vocabularies() {
    List<List<Object>> values = new ArrayList<>();
    schema.fields().forEach(field -> values.add(new ArrayList<>()));
    for (Event event : events) {
      List<String> names = schema.eventTypes().get(event.type).fields();
      for (int f = 0; f < names.size(); f++) {
        Object value = event.values.get(f);
        if (value != null) {
          values.get(schema.field(names.get(f))).add(value);
        }
      }
    }
    schema.itemField().ifPresent(item -> values.get(schema.field(item)).addAll(items.keySet()));
    return vocabularies(schema.fields(), values);
  }

  private static List<MemoryVocabulary> vocabularies(List<Field> fields, List<List<Object>> all) {
    List<MemoryVocabulary> vocabularies = new ArrayList<>();
    for (int f = 0; f < fields.size(); f++) {
      boolean coded = fields.get(f).kind() != FieldKind.NUMERIC;
      Collection<Object> values = coded ? all.get(f) : List.of();
      vocabularies.add(MemoryVocabulary.of(values));
    }
    return vocabularies;
  }

  private MemoryCatalogue catalogue() {
    List<List<Object>> values = new ArrayList<>();
    schema.itemAttributes().forEach(attribute -> values.add(new ArrayList<>()));
    for (@Nullable Object[] attributes : items.values()) {
      for (int a = 0; a < attributes.length; a++) {
        Object value = attributes[a];
        if (value != null) {
          values.get(a).add(value);
        }
      }
    }
    MemoryVocabulary itemValues =
        schema
            .itemField()
            .map(item -> vocabularies().get(schema.field(item)))
            .orElseGet(() -> MemoryVocabulary.of(List.of()));
    return new MemoryCatalogue(itemValues, items, vocabularies(schema.itemAttributes(), values));
  }
}
