package io.habitus.features.token;

import io.habitus.core.array.IntList;
import io.habitus.core.store.EventSequence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step for each of the newest events, or of those of some types. */
final class EventCodes implements CodeReader {
  private final List<Column> columns;
  private final int maxSteps;
  private final boolean @Nullable [] types; // whether a type's events are steps; null: all are
  private @Nullable EventSequence events;
  private int from;
  private final IntList kept = new IntList(); // steps where types are chosen, newest first

  EventCodes(List<Column> columns, int maxSteps, boolean @Nullable [] types) {
    this.columns = columns;
    this.maxSteps = maxSteps;
    this.types = types;
  }

  @Override
  public List<Column> values() {
    return columns;
  }

  @Override
  public int read(EventSequence newEvents) {
    events = newEvents;
    if (types != null) {
      return choose(newEvents, types);
    }
    from = Math.max(0, newEvents.size() - maxSteps);
    return newEvents.size() - from;
  }

  private int choose(EventSequence all, boolean[] steps) {
    kept.clear();
    for (int i = all.size() - 1; i >= 0 && kept.size() < maxSteps; i--) {
      if (steps[all.type(i)]) {
        kept.add(i);
      }
    }
    return kept.size();
  }

  @Override
  public int code(int field, int step) {
    if (events == null) {
      throw new IllegalStateException("no client has been read");
    }
    int event = types == null ? from + step : kept.get(kept.size() - 1 - step);
    return columns.get(field).code(events, event);
  }
}
