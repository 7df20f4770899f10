package io.habitus.explain.client;

import io.habitus.core.run.Parallel;
import io.habitus.core.run.RunContext;
import io.habitus.core.schema.EventType;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import io.habitus.core.store.Vocabulary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/** Reads what a few clients did; holds no more than their summaries. */
public final class ClientHistories {
  private static final String READING = "reading what the strongest clients did";

  private final Histories input;
  private final Schema schema;
  private final int most;

  private ClientHistories(Histories input, int most) {
    this.input = input;
    schema = input.schema();
    this.most = most;
  }

  /**
   * What clients did before the cut-off, in one pass over all events.
   *
   * @param clients ids of those that are asked about
   * @param most newest events of each
   * @return by id; without clients that have no event
   */
  public static Map<Long, ClientHistory> of(
      Histories input, Set<Long> clients, int most, RunContext context) {
    ClientHistories reader = new ClientHistories(input, most);
    Map<Long, ClientHistory> all = new HashMap<>();
    Parallel.map(
            READING,
            "shards",
            input.shardCount(),
            context,
            shard -> reader.shard(shard, clients, context))
        .forEach(all::putAll);
    return all;
  }

  private Map<Long, ClientHistory> shard(int shard, Set<Long> clients, RunContext context) {
    Map<Long, ClientHistory> found = new HashMap<>();
    try (Histories.Cursor cursor = input.open(shard)) {
      while (cursor.next()) {
        context.checkStopped(READING);
        if (clients.contains(cursor.events().clientId())) {
          found.put(cursor.events().clientId(), history(cursor.events()));
        }
      }
    }
    return found;
  }

  private ClientHistory history(EventSequence events) {
    int[] counts = new int[schema.eventTypes().size()];
    for (int i = 0; i < events.size(); i++) {
      counts[events.type(i)]++;
    }
    List<ClientHistory.Event> newest = new ArrayList<>();
    for (int i = Math.max(0, events.size() - most); i < events.size(); i++) {
      newest.add(
          new ClientHistory.Event(what(events, i), input.untilMicros() - events.timeMicros(i)));
    }
    return new ClientHistory(events.size(), byType(counts), newest);
  }

  private SequencedMap<String, Integer> byType(int[] counts) {
    Map<String, Integer> named = new LinkedHashMap<>();
    for (int type = 0; type < counts.length; type++) {
      if (counts[type] > 0) {
        named.put(schema.eventTypes().get(type).name(), counts[type]);
      }
    }
    SequencedMap<String, Integer> sorted = new LinkedHashMap<>();
    named.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder())) // stable: schema's order
        .forEach(each -> sorted.put(each.getKey(), each.getValue()));
    return sorted;
  }

  /** The type; of an item its name, else its attributes, else its id; values of other fields. */
  private String what(EventSequence events, int i) {
    EventType type = schema.eventTypes().get(events.type(i));
    List<String> words = new ArrayList<>(List.of(type.name()));
    for (String name : type.fields()) {
      int field = schema.field(name);
      if (schema.fields().get(field).kind() == FieldKind.CATEGORICAL) {
        int code = events.code(field, i);
        if (schema.itemField().filter(name::equals).isEmpty()) {
          ClientFacts.named(name, input.vocabulary(field), code).ifPresent(words::add);
        } else if (code >= Codes.FIRST_VALUE) {
          words.addAll(item(input.vocabulary(field), code));
        }
      }
    }
    return String.join(" · ", words);
  }

  private List<String> item(Vocabulary ids, int item) {
    List<String> categories = new ArrayList<>();
    for (int a = 0; a < schema.itemAttributes().size(); a++) {
      FieldKind kind = schema.itemAttributes().get(a).kind();
      if (kind == FieldKind.TEXT || kind == FieldKind.CATEGORICAL) {
        int code = input.catalogue().code(a, item);
        if (code >= Codes.FIRST_VALUE) {
          if (kind == FieldKind.TEXT) {
            return List.of(input.catalogue().vocabulary(a).text(code));
          }
          categories.add(
              ClientFacts.fact(
                  schema.itemAttributes().get(a).name(), input.catalogue().vocabulary(a), code));
        }
      }
    }
    return categories.isEmpty() ? List.of(ids.text(item)) : categories;
  }
}
