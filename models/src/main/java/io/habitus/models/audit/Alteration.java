package io.habitus.models.audit;

/** What is done to the events at and after the cut-off. */
enum Alteration {
  /** None is left. */
  REMOVED("removed"),
  /** Other items, other times, some missing, some more, new clients among them. */
  REPLACED("replaced by others");

  private final String text;

  Alteration(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
