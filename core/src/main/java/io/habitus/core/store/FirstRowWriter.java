package io.habitus.core.store;

/** Writes the first rows that a generation adds to {@link FirstRows}. */
public final class FirstRowWriter {
  private final ColumnWriter keys;
  private final ColumnWriter times;

  FirstRowWriter(ColumnWriter keys, ColumnWriter times) {
    this.keys = keys;
    this.times = times;
  }

  /** Adds the first row of a value. */
  public void add(long key, long timeMicros) {
    keys.putLong(key);
    times.putLong(timeMicros);
  }
}
