package io.habitus.core.store;

import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import java.util.Arrays;

/**
 * Events in columns, one client after the other, each client's in order of (time, stream).
 *
 * @param times (events) microseconds
 * @param types (events)
 * @param codes (fields, events); empty for a numeric field
 * @param numbers (fields, events); empty for the others
 */
@SuppressWarnings("ArrayRecordComponent")
public record EventColumns(long[] times, byte[] types, int[][] codes, double[][] numbers) {

  /** Events whose fields are all empty. */
  public static EventColumns of(Schema schema, long[] times, byte[] types) {
    int fields = schema.fields().size();
    int[][] codes = new int[fields][];
    double[][] numbers = new double[fields][];
    for (int f = 0; f < fields; f++) {
      boolean numeric = schema.fields().get(f).kind() == FieldKind.NUMERIC;
      codes[f] = new int[numeric ? 0 : times.length];
      numbers[f] = new double[numeric ? times.length : 0];
      Arrays.fill(codes[f], Codes.NULL);
      Arrays.fill(numbers[f], Double.NaN);
    }
    return new EventColumns(times, types, codes, numbers);
  }

  /** Bytes of an event, for estimates. */
  public static int bytes(Schema schema) {
    int bytes = Long.BYTES + Byte.BYTES;
    for (var field : schema.fields()) {
      bytes += field.kind() == FieldKind.NUMERIC ? Double.BYTES : Integer.BYTES;
    }
    return bytes;
  }
}
