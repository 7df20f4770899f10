package io.habitus.testkit.memory;

import io.habitus.core.schema.Schema;
import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import io.habitus.core.store.Vocabulary;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A window of a {@link MemoryLog}. */
record MemoryHistories(
    Schema schema,
    long fromMicros,
    long untilMicros,
    int shardCount,
    TreeMap<Long, List<MemoryLog.Event>> clients,
    List<MemoryVocabulary> vocabularies,
    MemoryCatalogue catalogue)
    implements Histories {

  @Override
  public Cursor open(int shard) {
    Iterator<Map.Entry<Long, List<MemoryLog.Event>>> mine =
        clients.entrySet().stream()
            .filter(client -> Math.floorMod(client.getKey(), shardCount) == shard)
            .iterator();
    return new MemoryCursor(this, mine);
  }

  @Override
  public Vocabulary vocabulary(int field) {
    return vocabularies.get(field);
  }

  /** Reads one shard; the sequence is the cursor itself. */
  private static final class MemoryCursor implements Cursor, EventSequence {
    private final MemoryHistories histories;
    private final Iterator<Map.Entry<Long, List<MemoryLog.Event>>> rest;
    private long client;
    private List<MemoryLog.Event> events = List.of();

    MemoryCursor(MemoryHistories histories, Iterator<Map.Entry<Long, List<MemoryLog.Event>>> rest) {
      this.histories = histories;
      this.rest = rest;
    }

    @Override
    public boolean next() {
      if (!rest.hasNext()) {
        return false;
      }
      Map.Entry<Long, List<MemoryLog.Event>> entry = rest.next();
      client = entry.getKey();
      events = entry.getValue();
      return true;
    }

    @Override
    public EventSequence events() {
      return this;
    }

    @Override
    public void close() {}

    @Override
    public long clientId() {
      return client;
    }

    @Override
    public int size() {
      return events.size();
    }

    @Override
    public long timeMicros(int i) {
      return events.get(i).micros();
    }

    @Override
    public int type(int i) {
      return events.get(i).type();
    }

    @Override
    public int code(int field, int i) {
      Object value = value(field, i);
      return value == null ? Codes.NULL : histories.vocabularies.get(field).code(value);
    }

    @Override
    public double number(int field, int i) {
      return value(field, i) instanceof Number value ? value.doubleValue() : Double.NaN;
    }

    private @Nullable Object value(int field, int i) {
      Schema schema = histories.schema;
      String name = schema.fields().get(field).name();
      int at = schema.eventTypes().get(type(i)).fields().indexOf(name);
      return at < 0 ? null : events.get(i).values().get(at);
    }
  }
}
