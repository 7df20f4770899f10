package io.habitus.features.event;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One matrix of sequences of a batch, in native memory that is used again for later batches: fp32
 * (clients, steps, width), row-major; steps beyond a client's length are 0.
 */
public final class BatchPart {
  private final Arena arena;
  private final int width;
  private int steps;
  private int[] lengths = new int[0];
  private MemorySegment buffer = MemorySegment.NULL;
  private MemorySegment values = MemorySegment.NULL;

  BatchPart(Arena arena, int width) {
    this.arena = arena;
    this.width = width;
  }

  /** Columns of a row. */
  public int width() {
    return width;
  }

  /** Rows of the longest client. */
  public int steps() {
    return steps;
  }

  /** Rows of client {@code i} of the batch. */
  public int length(int i) {
    return lengths[i];
  }

  /** Number of rows that are no padding. */
  public long rows() {
    long rows = 0;
    for (int length : lengths) {
      rows += length;
    }
    return rows;
  }

  /** fp32 in native byte order, (clients, steps, width). */
  public MemorySegment values() {
    return values;
  }

  void begin(int[] newLengths) {
    lengths = newLengths;
    steps = 0;
    for (int length : lengths) {
      steps = Math.max(steps, length);
    }
    long bytes = 4L * lengths.length * steps * width;
    if (buffer.byteSize() < bytes) {
      buffer = arena.allocate(Math.max(bytes, 2 * buffer.byteSize()), 64);
    }
    values = buffer.asSlice(0, bytes);
  }

  /** Copies one client's rows and pads with zeros. */
  void set(int i, float[] from, int offset) {
    long at = 4L * i * steps * width;
    int used = lengths[i] * width;
    MemorySegment.copy(from, offset, values, ValueLayout.JAVA_FLOAT, at, used);
    values.asSlice(at + 4L * used, 4L * (steps - lengths[i]) * width).fill((byte) 0);
  }
}
