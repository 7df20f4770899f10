package io.habitus.core.profile;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One vector per client. Ids and vectors always travel together. Values are float16, as in the
 * files, widened to fp32 when read; they may be memory-mapped.
 */
public final class Profiles {
  private static final ValueLayout.OfShort HALF = ValueLayout.JAVA_SHORT_UNALIGNED;

  private final long[] clientIds;
  private final int width;
  private final MemorySegment halves;

  /**
   * Vectors over a segment of float16 in native byte order.
   *
   * @param clientIds (clients), distinct
   * @param width columns of a vector, at least 1
   * @param halves (clients × width) float16, row-major
   */
  public Profiles(long[] clientIds, int width, MemorySegment halves) {
    if (width < 1) {
      throw new IllegalArgumentException("width: expected at least 1, found " + width);
    }
    long expected = 2L * clientIds.length * width;
    if (halves.byteSize() != expected) {
      throw new IllegalArgumentException(
          "expected %d clients × %d float16 columns = %d bytes, found %d"
              .formatted(clientIds.length, width, expected, halves.byteSize()));
    }
    this.clientIds = clientIds;
    this.width = width;
    this.halves = halves;
  }

  /** Rounds fp32 vectors (clients × width, row-major) to float16. */
  public static Profiles ofFloats(long[] clientIds, int width, float[] vectors) {
    short[] halves = new short[vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      halves[i] = Float.floatToFloat16(vectors[i]);
    }
    return new Profiles(clientIds, width, MemorySegment.ofArray(halves));
  }

  /** (clients); the caller must not change it. */
  public long[] clientIds() {
    return clientIds;
  }

  public int size() {
    return clientIds.length;
  }

  public int width() {
    return width;
  }

  /** (clients × width) float16, row-major, native byte order. */
  public MemorySegment halves() {
    return halves;
  }

  public float get(int row, int column) {
    return Float.float16ToFloat(halves.get(HALF, 2L * ((long) row * width + column)));
  }

  /** The rows of these clients, in this order; a copy. */
  public Profiles only(ClientSet clients) {
    int[] rows =
        IntStream.range(0, clientIds.length).filter(r -> clients.contains(clientIds[r])).toArray();
    short[] values = new short[Math.multiplyExact(rows.length, width)];
    for (int i = 0; i < rows.length; i++) {
      MemorySegment.copy(halves, HALF, 2L * rows[i] * width, values, i * width, width);
    }
    long[] ids = Arrays.stream(rows).mapToLong(r -> clientIds[r]).toArray();
    return new Profiles(ids, width, MemorySegment.ofArray(values));
  }

  /** Writes one client's vector to {@code into[at … at + width)}. */
  public void read(int row, float[] into, int at) {
    long base = 2L * row * width;
    for (int c = 0; c < width; c++) {
      into[at + c] = Float.float16ToFloat(halves.get(HALF, base + 2L * c));
    }
  }
}
