package io.habitus.models.text;

import java.util.Locale;

/** What of a history is read as text. */
enum Source {
  /** Everything written of any event, its type too. */
  HISTORY(64, true),
  /** What events without an item say: search queries. */
  QUERIES(90, false),
  /** What the catalogue says of the items met, however they were met. */
  ITEMS(64, true);

  private final int newest;
  private final boolean distinct;

  Source(int newest, boolean distinct) {
    this.newest = newest;
    this.distinct = distinct;
  }

  static Source named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Events that count, by default. */
  int newest() {
    return newest;
  }

  /** Whether of equal events only the newest counts. */
  boolean isDistinct() {
    return distinct;
  }

  /** Whether the event's type is part of what is said. */
  boolean namesType() {
    return this == HISTORY;
  }

  /** Whether the attributes of a product event's item are read. */
  boolean readsItems() {
    return this != QUERIES;
  }

  /** Whether an event's own fields are read. */
  boolean readsEvents(boolean isProductEvent) {
    return this == HISTORY || (this == QUERIES && !isProductEvent);
  }
}
