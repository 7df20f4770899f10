package io.habitus.features.event;

import io.habitus.core.store.EventSequence;

/**
 * The function (state, event) → (state, vector) of the causal layout, for events that come one by
 * one. It is the same that fills batches. It holds reused arrays: one per thread.
 */
public final class CausalStep {
  private final SequenceLayout layout;
  private final Attributes attributes;
  private final EventTables tables;
  private final RowScaler scaler;

  CausalStep(SequenceLayout layout, Attributes attributes, EventTables tables, Scalers scalers) {
    this.layout = layout;
    this.attributes = attributes;
    this.tables = tables;
    this.scaler = new RowScaler(layout, scalers);
  }

  /**
   * Advances a state by event {@code i} and writes the event's vector.
   *
   * @param events holds the event; a live event is a sequence of one
   * @param into receives the layout's width of values from {@code offset} on, if there is a row
   * @return whether the event has a row: one that continues a session changes the state alone
   * @throws IllegalArgumentException if the event is earlier than the state's last one
   */
  public boolean advance(CausalState state, EventSequence events, int i, float[] into, int offset) {
    if (!state.advance(events, i)) {
      return false;
    }
    RawRow raw = new RawRow(layout, attributes, tables, state.counts);
    scaler.target(into, offset, 0);
    int block = state.row(events, i, raw, layout.eventTypes().size());
    scaler.row(0, block, raw.values, 1);
    return true;
  }
}
