package io.habitus.features.event;

import io.habitus.core.store.EventSequence;

/** A sequence without events: what a reader holds before its first client. */
enum NoEvents implements EventSequence {
  NONE;

  @Override
  public long clientId() {
    throw nothing();
  }

  @Override
  public int size() {
    return 0;
  }

  @Override
  public long timeMicros(int i) {
    throw nothing();
  }

  @Override
  public int type(int i) {
    throw nothing();
  }

  @Override
  public int code(int field, int i) {
    throw nothing();
  }

  @Override
  public double number(int field, int i) {
    throw nothing();
  }

  private static IndexOutOfBoundsException nothing() {
    return new IndexOutOfBoundsException("there is no client and no event here");
  }
}
