package io.habitus.models.factorisation.matrix;

import io.habitus.core.hash.SplitMix64;
import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import java.util.Arrays;

/**
 * One client's cells from its events, into arrays that are reused; for one thread. Sums are made in
 * time order, so they do not depend on how codes or shards are dealt out.
 */
public final class CellReader {
  private final CellRules rules;
  private final ItemKind.Reader codes;
  private final float[] weights;
  private final int[] itemOfCode;
  private long[] keys = new long[64];
  private float[] added = new float[64];
  private int[] items = new int[64];
  private float[] values = new float[64];
  private int size;

  /**
   * Reads cells whose items are numbered.
   *
   * @param itemOfCode (vocabulary) number of each code, negative where it is none of the items
   */
  public CellReader(Histories input, CellRules rules, int[] itemOfCode) {
    this.rules = rules;
    this.codes = rules.items().codes(input);
    this.weights = rules.weights().byType(input.schema());
    this.itemOfCode = itemOfCode;
  }

  /** Reads a client; returns the number of its cells. */
  public int read(EventSequence events) {
    int found = collect(events);
    Arrays.sort(keys, 0, found);
    size = 0;
    for (int from = 0; from < found; ) {
      int item = (int) (keys[from] >>> 32);
      double sum = 0;
      for (; from < found && (int) (keys[from] >>> 32) == item; from++) {
        sum += added[(int) keys[from]];
      }
      items[size] = item;
      values[size++] = rules.value(sum);
    }
    return size;
  }

  /** Keys of item, then of place in time. */
  private int collect(EventSequence events) {
    int found = 0;
    for (int i = 0; i < events.size(); i++) {
      float weight = weights[events.type(i)];
      int code = weight == 0 ? Codes.NULL : codes.of(events, i);
      int item = code < Codes.FIRST_VALUE ? -1 : itemOfCode[code];
      if (item >= 0) {
        if (found == keys.length) {
          grow();
        }
        added[found] = weight;
        keys[found] = (long) item << 32 | found;
        found++;
      }
    }
    return found;
  }

  private void grow() {
    int length = 2 * keys.length;
    keys = Arrays.copyOf(keys, length);
    added = Arrays.copyOf(added, length);
    items = new int[length];
    values = new float[length];
  }

  /** Number of cells of the client that was read last. */
  public int size() {
    return size;
  }

  /** Items of the cells, ascending, {@link #size} of them; valid until the next client. */
  public int[] items() {
    return items;
  }

  /** Values of the cells, {@link #size} of them; valid until the next client. */
  public float[] values() {
    return values;
  }

  /** A digest of the cells, to know a client's row again. */
  public long digest() {
    return digest(items, values, 0, size);
  }

  /** The same of cells [from, until) of a matrix. */
  public static long digest(int[] items, float[] values, int from, int until) {
    long hash = until - from;
    for (int cell = from; cell < until; cell++) {
      hash = SplitMix64.mix(hash ^ items[cell]);
      hash = SplitMix64.mix(hash ^ Float.floatToIntBits(values[cell]));
    }
    return hash;
  }
}
