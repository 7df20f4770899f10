package io.habitus.core.store;

import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import java.util.Arrays;

/** One client's events in arrays that grow and are reused; one array for each column. */
final class EventBuffer implements EventSequence {
  private static final int FIRST_CAPACITY = 256;

  private final boolean[] numeric; // (fields)
  private long clientId;
  private int size;
  long[] times = new long[FIRST_CAPACITY];
  byte[] types = new byte[FIRST_CAPACITY];
  int[][] codes; // (fields, capacity); empty for a numeric field
  double[][] numbers; // (fields, capacity); empty for the others

  EventBuffer(Schema schema) {
    int fields = schema.fields().size();
    numeric = new boolean[fields];
    codes = new int[fields][];
    numbers = new double[fields][];
    for (int f = 0; f < fields; f++) {
      numeric[f] = schema.fields().get(f).kind() == FieldKind.NUMERIC;
      codes[f] = new int[numeric[f] ? 0 : FIRST_CAPACITY];
      numbers[f] = new double[numeric[f] ? FIRST_CAPACITY : 0];
    }
  }

  void begin(long client) {
    clientId = client;
    size = 0;
  }

  int fields() {
    return numeric.length;
  }

  boolean isNumeric(int field) {
    return numeric[field];
  }

  /** Makes room for {@code more} events behind the present ones and counts them in. */
  int grow(int more) {
    int first = size;
    size = Math.addExact(size, more);
    if (size > times.length) {
      int capacity = Math.max(size, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * times.length));
      times = Arrays.copyOf(times, capacity);
      types = Arrays.copyOf(types, capacity);
      for (int f = 0; f < numeric.length; f++) {
        codes[f] = numeric[f] ? codes[f] : Arrays.copyOf(codes[f], capacity);
        numbers[f] = numeric[f] ? Arrays.copyOf(numbers[f], capacity) : numbers[f];
      }
    }
    return first;
  }

  /** Appends events {@code from … until − 1}. */
  void append(EventColumns events, int from, int until) {
    int count = until - from;
    int at = grow(count);
    System.arraycopy(events.times(), from, times, at, count);
    System.arraycopy(events.types(), from, types, at, count);
    for (int f = 0; f < numeric.length; f++) {
      if (numeric[f]) {
        System.arraycopy(events.numbers()[f], from, numbers[f], at, count);
      } else {
        System.arraycopy(events.codes()[f], from, codes[f], at, count);
      }
    }
  }

  /** Whether two events are equal in everything. */
  boolean same(int i, EventBuffer other, int j) {
    if (times[i] != other.times[j] || types[i] != other.types[j]) {
      return false;
    }
    for (int f = 0; f < numeric.length; f++) {
      boolean equal =
          numeric[f]
              ? Double.doubleToLongBits(numbers[f][i])
                  == Double.doubleToLongBits(other.numbers[f][j])
              : codes[f][i] == other.codes[f][j];
      if (!equal) {
        return false;
      }
    }
    return true;
  }

  int hash(int i) {
    int hash = Long.hashCode(times[i]) * 31 + types[i];
    for (int f = 0; f < numeric.length; f++) {
      hash = hash * 31 + (numeric[f] ? Double.hashCode(numbers[f][i]) : codes[f][i]);
    }
    return hash ^ (hash >>> 15);
  }

  /** Moves event {@code from} to place {@code to}. */
  void move(int from, int to) {
    times[to] = times[from];
    types[to] = types[from];
    for (int f = 0; f < numeric.length; f++) {
      if (numeric[f]) {
        numbers[f][to] = numbers[f][from];
      } else {
        codes[f][to] = codes[f][from];
      }
    }
  }

  void truncate(int newSize) {
    size = newSize;
  }

  /**
   * Puts the events {@code from … from + order.length − 1} into another order.
   *
   * @param order the events that come first, second, …
   */
  void permute(int from, int[] order) {
    int until = from + order.length;
    long[] oldTimes = Arrays.copyOfRange(times, from, until);
    byte[] oldTypes = Arrays.copyOfRange(types, from, until);
    for (int i = 0; i < order.length; i++) {
      times[from + i] = oldTimes[order[i] - from];
      types[from + i] = oldTypes[order[i] - from];
    }
    for (int f = 0; f < numeric.length; f++) {
      if (numeric[f]) {
        double[] old = Arrays.copyOfRange(numbers[f], from, until);
        for (int i = 0; i < order.length; i++) {
          numbers[f][from + i] = old[order[i] - from];
        }
      } else {
        int[] old = Arrays.copyOfRange(codes[f], from, until);
        for (int i = 0; i < order.length; i++) {
          codes[f][from + i] = old[order[i] - from];
        }
      }
    }
  }

  @Override
  public long clientId() {
    return clientId;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public long timeMicros(int i) {
    return times[i];
  }

  @Override
  public int type(int i) {
    return types[i];
  }

  @Override
  public int code(int field, int i) {
    return codes[field][i];
  }

  @Override
  public double number(int field, int i) {
    return numbers[field][i];
  }
}
