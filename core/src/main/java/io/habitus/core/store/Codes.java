package io.habitus.core.store;

/** The reserved codes of every vocabulary; values begin at {@link #FIRST_VALUE}. */
public final class Codes {
  /** No event here: padding of a batch, never stored. */
  public static final int PAD = 0;

  /** The event has no value in this field: the field is empty or not one of the type's. */
  public static final int NULL = 1;

  /** A value that the vocabulary does not know. */
  public static final int UNKNOWN = 2;

  /** A value that a model's own vocabulary left out as too rare; never stored. */
  public static final int RARE = 3;

  public static final int FIRST_VALUE = 4;

  private Codes() {}
}
