package io.habitus.features.token;

import io.habitus.core.store.EventSequence;
import java.util.List;

/** Reads one client's steps as codes, before tokens. Not safe for use by several threads. */
sealed interface CodeReader permits EventCodes, ItemCodes {
  /** What the codes of each field mean. */
  List<? extends Values> values();

  /** Looks at a client's events, which must not change before {@link #code}; returns its steps. */
  int read(EventSequence events);

  /** Code of a step's field; outside the field's codes where it is not known. */
  int code(int field, int step);
}
