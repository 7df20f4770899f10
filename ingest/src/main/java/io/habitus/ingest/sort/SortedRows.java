package io.habitus.ingest.sort;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Rows in order of (client, time, place), one client after the other. Valid while they are worked
 * on.
 */
public final class SortedRows {
  private final MemorySegment segment;
  private final RowLayout layout;
  private final int[] rows; // (rows) their numbers in the file
  private final long[] times; // (rows)
  private final long[] clients; // (clients)
  private final int[] ends; // (clients)

  private SortedRows(
      MemorySegment segment,
      RowLayout layout,
      int[] rows,
      long[] times,
      long[] clients,
      int[] ends) {
    this.segment = segment;
    this.layout = layout;
    this.rows = rows;
    this.times = times;
    this.clients = clients;
    this.ends = ends;
  }

  /** Sorts the rows of a group. */
  static SortedRows of(MemorySegment segment, RowLayout layout, RowGroup group) {
    int all = Math.toIntExact(segment.byteSize() / layout.bytes());
    int[] rows = new int[all];
    long[] clientOf = new long[all];
    int size = 0;
    for (int row = 0; row < all; row++) {
      long client = segment.get(RowLayout.LONG, (long) row * layout.bytes() + RowLayout.CLIENT);
      if (group.holds(client)) {
        rows[size] = row;
        clientOf[size++] = client;
      }
    }
    if (size < all) {
      rows = Arrays.copyOf(rows, size);
      clientOf = Arrays.copyOf(clientOf, size);
    }
    ClientOrder.sort(clientOf, rows);
    return grouped(segment, layout, rows, clientOf);
  }

  private static SortedRows grouped(
      MemorySegment segment, RowLayout layout, int[] rows, long[] clientOf) {
    long[] times = new long[rows.length];
    long[] places = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      long at = (long) rows[i] * layout.bytes();
      times[i] = segment.get(RowLayout.LONG, at + RowLayout.TIME);
      places[i] = segment.get(RowLayout.LONG, at + RowLayout.PLACE);
    }
    TimeOrder order = new TimeOrder(times, places, rows);
    long[] clients = new long[16];
    int[] ends = new int[16];
    int count = 0;
    for (int from = 0, until; from < rows.length; from = until) {
      until = from + 1;
      while (until < rows.length && clientOf[until] == clientOf[from]) {
        until++;
      }
      order.sort(from, until);
      if (count == clients.length) {
        clients = Arrays.copyOf(clients, 2 * count);
        ends = Arrays.copyOf(ends, 2 * count);
      }
      clients[count] = clientOf[from];
      ends[count++] = until;
    }
    return new SortedRows(
        segment, layout, rows, times, Arrays.copyOf(clients, count), Arrays.copyOf(ends, count));
  }

  /** (clients) ascending; the caller must not change it. */
  public long[] clients() {
    return clients;
  }

  /** (clients) where the client's rows end, and the next one's begin. */
  public int[] ends() {
    return ends;
  }

  public int size() {
    return rows.length;
  }

  /** (rows) microseconds; the caller must not change it. */
  public long[] times() {
    return times;
  }

  // A loop over all rows for each column: the reads miss the cache, and tight loops let them
  // overlap.

  /** (rows) event types. */
  public byte[] types() {
    byte[] types = new byte[rows.length];
    for (int i = 0; i < rows.length; i++) {
      types[i] = segment.get(RowLayout.BYTE, address(i) + RowLayout.TYPE);
    }
    return types;
  }

  /** (rows) whether a slot has a value. */
  public boolean[] present(int slot) {
    boolean[] present = new boolean[rows.length];
    int at = RowLayout.presentByte(slot);
    int bit = RowLayout.presentBit(slot);
    for (int i = 0; i < rows.length; i++) {
      present[i] = (segment.get(RowLayout.BYTE, address(i) + at) & bit) != 0;
    }
    return present;
  }

  /** (rows) values of an INT slot; anything where it is empty. */
  public int[] ints(int slot) {
    int[] values = new int[rows.length];
    int at = layout.offset(slot);
    for (int i = 0; i < rows.length; i++) {
      values[i] = segment.get(RowLayout.INT, address(i) + at);
    }
    return values;
  }

  /** (rows) values of a LONG slot; anything where it is empty. */
  public long[] longs(int slot) {
    long[] values = new long[rows.length];
    int at = layout.offset(slot);
    for (int i = 0; i < rows.length; i++) {
      values[i] = segment.get(RowLayout.LONG, address(i) + at);
    }
    return values;
  }

  /** (rows) values of a DOUBLE slot; anything where it is empty. */
  public double[] doubles(int slot) {
    double[] values = new double[rows.length];
    int at = layout.offset(slot);
    for (int i = 0; i < rows.length; i++) {
      values[i] = segment.get(RowLayout.DOUBLE, address(i) + at);
    }
    return values;
  }

  private long address(int i) {
    return (long) rows[i] * layout.bytes();
  }
}
