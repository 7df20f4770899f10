package io.habitus.features.event;

/** What a column of an event may know. */
public enum Outlook {
  /** The client's whole history in the window, later events included, as published. */
  RETROSPECTIVE,
  /** The event itself, the client's earlier events and the global tables: nothing later. */
  CAUSAL
}
