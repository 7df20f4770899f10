package io.habitus.models.sequence;

import io.habitus.engine.recurrent.PackedLengths;
import io.habitus.features.event.BatchPart;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Some clients' sequences without padding, time-major: the first row of every client, then the
 * second of those that have one, and so on; longest first. Native memory that is filled again for
 * every batch.
 */
public final class PackedRows {
  /** Its exponential is 0 beside any logit. */
  private static final float MASKED = -1e9f;

  private final NativeBuffer buffer;
  private final NativeBuffer places;
  private final NativeBuffer mask;
  private final NativeBuffer shares;
  private PackedLengths lengths = PackedLengths.of(1);
  private MemorySegment values = MemorySegment.NULL;
  private int width;

  /**
   * Nothing yet.
   *
   * @param arena owns the memory
   */
  public PackedRows(Arena arena) {
    this.buffer = new NativeBuffer(arena);
    this.places = new NativeBuffer(arena);
    this.mask = new NativeBuffer(arena);
    this.shares = new NativeBuffer(arena);
  }

  /**
   * Packs some clients of a batch.
   *
   * @param part (clients, steps, width), padded
   * @param clients places in the batch, longest sequence first, each with at least one row
   */
  public void fill(BatchPart part, int[] clients) {
    int[] each = new int[clients.length];
    for (int i = 0; i < clients.length; i++) {
      each[i] = part.length(clients[i]);
    }
    lengths = PackedLengths.of(each);
    width = part.width();
    long rowBytes = (long) Float.BYTES * width;
    values = buffer.take(lengths.rows() * rowBytes);
    for (int i = 0; i < clients.length; i++) {
      long from = (long) clients[i] * part.steps() * rowBytes;
      for (int step = 0; step < each[i]; step++) {
        long to = lengths.row(i, step) * rowBytes;
        MemorySegment.copy(part.values(), from + step * rowBytes, values, to, rowBytes);
      }
    }
  }

  /**
   * Packs sequences of one's own.
   *
   * @param sequences row-major rows of each, longest first
   * @param columns of a row
   */
  public void fill(List<float[]> sequences, int columns) {
    lengths =
        PackedLengths.of(sequences.stream().mapToInt(each -> each.length / columns).toArray());
    width = columns;
    values = buffer.take((long) lengths.rows() * Float.BYTES * width);
    for (int i = 0; i < sequences.size(); i++) {
      for (int step = 0; step < lengths.length(i); step++) {
        long to = (long) lengths.row(i, step) * Float.BYTES * width;
        MemorySegment.copy(
            sequences.get(i), step * width, values, ValueLayout.JAVA_FLOAT, to, width);
      }
    }
  }

  /**
   * Where the rows lie in a padded matrix (clients, steps): for what compares all steps of a
   * client.
   *
   * @param steps of the longest client
   * @param places int64 (rows): client · steps + step
   * @param mask fp32 (clients, steps): 0, or a large negative number for padding
   * @param shares fp32 (clients, steps): 1/length, or 0 for padding; sums become means
   */
  public record Padded(int steps, MemorySegment places, MemorySegment mask, MemorySegment shares) {}

  /** The same sequences padded; valid until the next {@link #fill}. */
  public Padded padded() {
    int steps = lengths.steps();
    int clients = lengths.sequences();
    long bytes = (long) Float.BYTES * clients * steps;
    MemorySegment toPlaces = places.take((long) Long.BYTES * lengths.rows());
    MemorySegment toMask = mask.take(bytes);
    MemorySegment toShares = shares.take(bytes);
    for (int i = 0; i < clients; i++) {
      int length = lengths.length(i);
      for (int step = 0; step < steps; step++) {
        long place = (long) i * steps + step;
        boolean real = step < length;
        toMask.setAtIndex(ValueLayout.JAVA_FLOAT, place, real ? 0 : MASKED);
        toShares.setAtIndex(ValueLayout.JAVA_FLOAT, place, real ? 1f / length : 0);
        if (real) {
          toPlaces.setAtIndex(ValueLayout.JAVA_LONG, lengths.row(i, step), place);
        }
      }
    }
    return new Padded(steps, toPlaces, toMask, toShares);
  }

  public PackedLengths lengths() {
    return lengths;
  }

  /** Columns of a row. */
  public int width() {
    return width;
  }

  /** fp32 (rows, width). */
  public MemorySegment values() {
    return values;
  }
}
