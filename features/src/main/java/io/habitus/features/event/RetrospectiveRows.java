package io.habitus.features.event;

import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import io.habitus.core.time.Micros;
import java.util.Arrays;

/**
 * Rows as EmbedNBreakfast has them: everything is counted over the client's whole history, and the
 * whole row is weighted by how long before the end of the data its event is.
 */
final class RetrospectiveRows implements RowReader {
  private static final long WEEK = 7 * Micros.PER_DAY;

  /** One family's sessions of a client. */
  private static final class Sessions {
    int size;
    long[] starts = new long[64];
    long[] ends = new long[64];
    int[] nearby = new int[64];
    boolean[] topItem = new boolean[64];
    boolean[] topCategory = new boolean[64];

    void begin(long micros) {
      if (size == starts.length) {
        grow(2 * size);
      }
      starts[size] = micros;
      nearby[size] = 0;
      topItem[size] = false;
      topCategory[size] = false;
      size++;
    }

    private void grow(int capacity) {
      starts = Arrays.copyOf(starts, capacity);
      ends = Arrays.copyOf(ends, capacity);
      nearby = Arrays.copyOf(nearby, capacity);
      topItem = Arrays.copyOf(topItem, capacity);
      topCategory = Arrays.copyOf(topCategory, capacity);
    }
  }

  private final SequenceSettings settings;
  private final Attributes attributes;
  private final Families families;
  private final EventTables tables;
  private final long endMicros;
  private final int types;
  private final ClientCounts counts;
  private final RawRow raw;
  private final Sessions[] sessions;
  private final SessionFacts facts = new SessionFacts();
  private final int[] weeks;
  private int[] rowEvents = new int[256];
  private int[] rowSessions = new int[256];
  private int rows;
  private EventSequence events = NoEvents.NONE;

  RetrospectiveRows(
      SequenceLayout layout, Attributes attributes, EventTables tables, long endMicros) {
    this.settings = layout.settings();
    this.attributes = attributes;
    this.families = attributes.families();
    this.tables = tables;
    this.endMicros = endMicros;
    this.types = layout.eventTypes().size();
    this.counts = new ClientCounts(attributes, settings);
    this.raw = new RawRow(layout, attributes, tables, counts);
    this.sessions = new Sessions[families.sessions().size()];
    Arrays.setAll(sessions, s -> new Sessions());
    this.weeks = new int[settings.weeks()];
  }

  @Override
  public int event(int row) {
    return rowEvents[row];
  }

  @Override
  public int read(EventSequence client) {
    events = client;
    counts.reset();
    rows = 0;
    Arrays.fill(weeks, 0);
    for (Sessions each : sessions) {
      each.size = 0;
    }
    for (int i = 0; i < client.size(); i++) {
      read(i);
    }
    for (Sessions each : sessions) {
      findNearby(each);
    }
    return rows;
  }

  private void read(int i) {
    boolean isRow = counts.advance(events, i);
    int s = families.sessionOf(events.type(i));
    long micros = events.timeMicros(i);
    if (isRow) {
      addRow(i, s < 0 ? -1 : sessions[s].size);
      if (s >= 0) {
        sessions[s].begin(micros);
      }
      long week = Math.floorDiv(endMicros - micros, WEEK);
      if (week >= 0 && week < weeks.length) {
        weeks[(int) week]++;
      }
    }
    if (s >= 0) {
      sessions[s].ends[sessions[s].size - 1] = micros;
    }
  }

  private void addRow(int event, int session) {
    if (rows == rowEvents.length) {
      rowEvents = Arrays.copyOf(rowEvents, 2 * rows);
      rowSessions = Arrays.copyOf(rowSessions, 2 * rows);
    }
    rowEvents[rows] = event;
    rowSessions[rows] = session;
    rows++;
  }

  /** A product event belongs to the latest session begun before it, or at the same time. */
  private void findNearby(Sessions family) {
    Families.Product product = families.product();
    if (product == null || family.size == 0) {
      return;
    }
    long after = settings.nearbyMinutes() * 60 * Micros.PER_SECOND;
    int latest = -1;
    for (int i = 0; i < events.size(); i++) {
      if (families.sessionOf(events.type(i)) < 0) {
        long micros = events.timeMicros(i);
        while (latest + 1 < family.size && family.starts[latest + 1] <= micros) {
          latest++;
        }
        if (latest >= 0 && micros <= family.ends[latest] + after) {
          int item = events.code(product.itemField(), i);
          family.nearby[latest]++;
          family.topItem[latest] |= tables.isTopItem(item);
          family.topCategory[latest] |= tables.isTopCategory(attributes.category(item));
        }
      }
    }
  }

  @Override
  public void emit(int from, int until, RowSink sink) {
    for (int row = from; row < until; row++) {
      int i = rowEvents[row];
      raw.head(events.type(i), events.timeMicros(i), types);
      sink.row(row, block(i, rowSessions[row]), raw.values, weight(events.timeMicros(i)));
    }
  }

  private int block(int i, int session) {
    int s = families.sessionOf(events.type(i));
    Families.Product product = families.product();
    if (s < 0 && product != null) {
      return raw.product(product, events.code(product.itemField(), i));
    }
    Sessions family = sessions[s];
    facts.nearby = family.nearby[session];
    facts.topItem = family.topItem[session];
    facts.topCategory = family.topCategory[session];
    facts.durationMicros = family.ends[session] - family.starts[session];
    int field = families.sessions().get(s).field();
    return raw.session(s, field < 0 ? Codes.NULL : events.code(field, i), facts, weeks);
  }

  /** exp(−rate · whole days before the end / 7). */
  private double weight(long micros) {
    long days = Math.floorDiv(endMicros - micros, Micros.PER_DAY);
    return Math.exp(-settings.recencyRate() * days / 7);
  }
}
