package io.habitus.features.event;

import io.habitus.core.store.EventSequence;

/** Turns one client's events into rows of unscaled values. Not safe for use by several threads. */
sealed interface RowReader permits RetrospectiveRows, CausalRows {
  static RowReader of(
      SequenceLayout layout, Attributes attributes, EventTables tables, long endMicros) {
    return switch (layout.settings().outlook()) {
      case RETROSPECTIVE -> new RetrospectiveRows(layout, attributes, tables, endMicros);
      case CAUSAL -> new CausalRows(layout, attributes, tables);
    };
  }

  /** Looks at a client's events, which must not change before {@link #emit}; returns its rows. */
  int read(EventSequence events);

  /** Which event a row stands for: the first of its session. */
  int event(int row);

  /** Hands over rows [from, until), in order. */
  void emit(int from, int until, RowSink sink);
}
