package io.habitus.features.token;

import io.habitus.core.store.EventSequence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step for each of the newest events. */
final class EventCodes implements CodeReader {
  private final List<Column> columns;
  private final int maxSteps;
  private @Nullable EventSequence events;
  private int from;

  EventCodes(List<Column> columns, int maxSteps) {
    this.columns = columns;
    this.maxSteps = maxSteps;
  }

  @Override
  public List<Column> values() {
    return columns;
  }

  @Override
  public int read(EventSequence newEvents) {
    events = newEvents;
    from = Math.max(0, newEvents.size() - maxSteps);
    return newEvents.size() - from;
  }

  @Override
  public int code(int field, int step) {
    if (events == null) {
      throw new IllegalStateException("no client has been read");
    }
    return columns.get(field).code(events, from + step);
  }
}
