package io.habitus.features.event;

/** What a row says of a session: its length and the product events near it. */
final class SessionFacts {
  int nearby;
  boolean topItem;
  boolean topCategory;
  long durationMicros;

  void clear() {
    nearby = 0;
    topItem = false;
    topCategory = false;
    durationMicros = 0;
  }
}
