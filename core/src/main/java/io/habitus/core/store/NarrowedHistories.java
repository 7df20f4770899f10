package io.habitus.core.store;

import io.habitus.core.schema.Schema;
import io.habitus.core.target.LabelList;
import java.util.Map;

/** Fewer of another window's events: what {@link Histories#between} gives for any of them. */
final class NarrowedHistories implements Histories {
  private final Histories whole;
  private final long fromMicros;
  private final long untilMicros;

  NarrowedHistories(Histories whole, long fromMicros, long untilMicros) {
    this.whole = whole;
    this.fromMicros = fromMicros;
    this.untilMicros = Math.max(fromMicros, untilMicros);
  }

  @Override
  public Schema schema() {
    return whole.schema();
  }

  @Override
  public long fromMicros() {
    return fromMicros;
  }

  @Override
  public long untilMicros() {
    return untilMicros;
  }

  @Override
  public int shardCount() {
    return whole.shardCount();
  }

  @Override
  public Cursor open(int shard) {
    return new Part(whole.open(shard));
  }

  @Override
  public Vocabulary vocabulary(int field) {
    return whole.vocabulary(field);
  }

  @Override
  public long mostClients() {
    return whole.mostClients();
  }

  @Override
  public long mostEvents(int type) {
    return whole.mostEvents(type);
  }

  @Override
  public Catalogue catalogue() {
    return whole.catalogue();
  }

  @Override
  public Map<String, LabelList> labelLists() {
    return whole.labelLists();
  }

  /** The cursor is the sequence, too: the events of the whole one from {@link #first} on. */
  private final class Part implements Cursor, EventSequence {
    private final Cursor cursor;
    private EventSequence events;
    private int first;
    private int size;

    Part(Cursor cursor) {
      this.cursor = cursor;
      this.events = cursor.events();
    }

    @Override
    public boolean next() {
      while (cursor.next()) {
        events = cursor.events();
        first = firstAtOrAfter(fromMicros);
        size = firstAtOrAfter(untilMicros) - first;
        if (size > 0) {
          return true;
        }
      }
      return false;
    }

    private int firstAtOrAfter(long micros) {
      int low = 0;
      int high = events.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (events.timeMicros(middle) < micros) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    @Override
    public EventSequence events() {
      return this;
    }

    @Override
    public void close() {
      cursor.close();
    }

    @Override
    public long clientId() {
      return events.clientId();
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public long timeMicros(int i) {
      return events.timeMicros(first + i);
    }

    @Override
    public int type(int i) {
      return events.type(first + i);
    }

    @Override
    public int code(int field, int i) {
      return events.code(field, first + i);
    }

    @Override
    public double number(int field, int i) {
      return events.number(field, first + i);
    }
  }
}
