package io.habitus.features.event;

import io.habitus.core.store.EventSequence;

/**
 * Turns one client's events into rows of the unified sequence. It holds reused arrays: one per
 * thread.
 */
public final class EventVectorizer {
  private final int width;
  private final RowReader reader;
  private final RowScaler scaler;
  private EventSequence events = NoEvents.NONE;
  private int rows;

  EventVectorizer(int width, RowReader reader, RowScaler scaler) {
    this.width = width;
    this.reader = reader;
    this.scaler = scaler;
  }

  /** Columns of a row. */
  public int width() {
    return width;
  }

  /**
   * Looks at a client's events; rows can then be written until the cursor moves on.
   *
   * @return number of rows: product events, and one for each session of the other types
   */
  public int read(EventSequence client) {
    events = client;
    rows = reader.read(client);
    return rows;
  }

  /** Time of a row in microseconds: that of its event, or the start of its session. */
  public long timeMicros(int row) {
    return events.timeMicros(reader.event(row));
  }

  /** Event type of a row. */
  public int type(int row) {
    return events.type(reader.event(row));
  }

  /** The event that a row stands for: an index into the sequence that was read. */
  public int event(int row) {
    return reader.event(row);
  }

  /** First row at or after a time; the number of rows where there is none. */
  public int firstRowAtOrAfter(long micros) {
    int low = 0;
    int high = rows;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (timeMicros(middle) < micros) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Writes rows [from, until), row-major.
   *
   * @param into receives (until − from) · width values from {@code offset} on
   */
  public void write(int from, int until, float[] into, int offset) {
    if (from < 0 || until > rows) {
      throw new IndexOutOfBoundsException(
          "rows: expected [0, " + rows + "), found [" + from + ", " + until + ")");
    }
    scaler.target(into, offset, from);
    reader.emit(from, until, scaler);
  }

  /**
   * Writes all rows of a client.
   *
   * @param into receives rows · width values; events · width are always enough
   * @return number of rows
   */
  public int fill(EventSequence client, float[] into) {
    read(client);
    if (into.length < rows * (long) width) {
      throw new IllegalArgumentException(
          "expected room for %d rows of %d, found %d".formatted(rows, width, into.length));
    }
    write(0, rows, into, 0);
    return rows;
  }
}
