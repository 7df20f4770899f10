package io.habitus.ingest;

import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.time.Micros;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A store's events and items as text, without codes: what two equal stores agree in. */
final class Decoded {
  private Decoded() {}

  /** Client id, as in the log → its events in order. */
  static TreeMap<String, List<String>> events(SequenceStore store) {
    TreeMap<String, List<String>> clients = new TreeMap<>();
    Histories all = store.histories();
    for (int shard = 0; shard < all.shardCount(); shard++) {
      try (Histories.Cursor cursor = all.open(shard)) {
        while (cursor.next()) {
          EventSequence events = cursor.events();
          clients.put(store.clientIds().id(events.clientId()), events(store, events));
        }
      }
    }
    return clients;
  }

  static TreeMap<String, List<String>> events(Path folder) {
    try (SequenceStore store = SequenceStore.open(folder)) {
      store.verify();
      return events(store);
    }
  }

  private static List<String> events(SequenceStore store, EventSequence events) {
    List<String> lines = new ArrayList<>();
    Schema schema = store.schema();
    for (int i = 0; i < events.size(); i++) {
      StringBuilder line = new StringBuilder();
      line.append(Micros.toInstant(events.timeMicros(i)));
      line.append(' ').append(schema.eventTypes().get(events.type(i)).name());
      for (String name : schema.eventTypes().get(events.type(i)).fields()) {
        line.append(' ').append(name).append('=').append(value(store, events, name, i));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static String value(SequenceStore store, EventSequence events, String name, int i) {
    int field = store.schema().field(name);
    if (store.schema().fields().get(field).kind() == FieldKind.NUMERIC) {
      return Double.toString(events.number(field, i));
    }
    int code = events.code(field, i);
    return code == Codes.NULL ? "null" : store.vocabulary(field).text(code);
  }

  /** Item → attribute=value. */
  static TreeMap<String, List<String>> items(SequenceStore store) {
    TreeMap<String, List<String>> items = new TreeMap<>();
    Schema schema = store.schema();
    int item = schema.field(schema.itemField().orElseThrow());
    for (int code = Codes.FIRST_VALUE; code < store.vocabulary(item).size(); code++) {
      List<String> values = new ArrayList<>();
      for (int a = 0; a < schema.itemAttributes().size(); a++) {
        values.add(attribute(store, a, code));
      }
      items.put(store.vocabulary(item).text(code), values);
    }
    return items;
  }

  private static String attribute(SequenceStore store, int attribute, int item) {
    if (store.schema().itemAttributes().get(attribute).kind() == FieldKind.NUMERIC) {
      return Double.toString(store.catalogue().number(attribute, item));
    }
    int code = store.catalogue().code(attribute, item);
    return switch (code) {
      case Codes.NULL -> "null";
      case Codes.UNKNOWN -> "unknown";
      default -> store.catalogue().vocabulary(attribute).text(code);
    };
  }
}
