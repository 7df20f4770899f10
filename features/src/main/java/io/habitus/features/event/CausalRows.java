package io.habitus.features.event;

import io.habitus.core.store.EventSequence;
import io.habitus.core.time.Micros;
import java.util.Arrays;

/** Rows that know nothing of later events: the state is advanced event by event. */
final class CausalRows implements RowReader {
  private final Families families;
  private final long gapMicros;
  private final int types;
  private final CausalState state;
  private final RawRow raw;
  private final long[] lastMicros; // (sessions)
  private int[] rowEvents = new int[256];
  private int rows;
  private EventSequence events = NoEvents.NONE;

  CausalRows(SequenceLayout layout, Attributes attributes, EventTables tables) {
    this.families = attributes.families();
    this.gapMicros = layout.settings().sessionGapMinutes() * 60 * Micros.PER_SECOND;
    this.types = layout.eventTypes().size();
    this.state = new CausalState(layout.settings(), attributes, tables);
    this.raw = new RawRow(layout, attributes, tables, state.counts);
    this.lastMicros = new long[families.sessions().size()];
  }

  @Override
  public int event(int row) {
    return rowEvents[row];
  }

  @Override
  public int read(EventSequence client) {
    events = client;
    rows = 0;
    Arrays.fill(lastMicros, ClientCounts.NEVER);
    for (int i = 0; i < client.size(); i++) {
      if (isRow(i)) {
        if (rows == rowEvents.length) {
          rowEvents = Arrays.copyOf(rowEvents, 2 * rows);
        }
        rowEvents[rows++] = i;
      }
    }
    return rows;
  }

  private boolean isRow(int i) {
    int s = families.sessionOf(events.type(i));
    if (s < 0) {
      return true;
    }
    long micros = events.timeMicros(i);
    boolean first = ClientCounts.begins(lastMicros[s], micros, gapMicros);
    lastMicros[s] = micros;
    return first;
  }

  @Override
  public void emit(int from, int until, RowSink sink) {
    state.reset();
    int row = 0;
    for (int i = 0; row < until; i++) {
      if (state.advance(events, i)) {
        if (row >= from) {
          sink.row(row, state.row(events, i, raw, types), raw.values, 1);
        }
        row++;
      }
    }
  }
}
