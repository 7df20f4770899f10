package io.habitus.core.profile;

import io.habitus.core.file.DiskSpace;
import io.habitus.core.run.RunContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Profiles while they are computed: rows that several threads fill, each its own, zero until then.
 * Outside the Java heap; beyond a quarter of the run's memory in a temporary file, so that millions
 * of clients fit.
 */
public final class ProfileMatrix {
  private static final ValueLayout.OfShort HALF = ValueLayout.JAVA_SHORT_UNALIGNED;

  private final long[] clientIds;
  private final int width;
  private final MemorySegment halves;

  private ProfileMatrix(long[] clientIds, int width, MemorySegment halves) {
    this.clientIds = clientIds;
    this.width = width;
    this.halves = halves;
  }

  /**
   * A matrix of zeros.
   *
   * @param clientIds (clients) in the order of the rows
   * @param width columns, at least 1
   */
  public static ProfileMatrix zeros(long[] clientIds, int width, RunContext context) {
    long bytes = 2L * clientIds.length * width;
    boolean small = bytes <= context.resources().memoryBytes() / 4;
    MemorySegment halves =
        small ? Arena.ofAuto().allocate(bytes, 8) : mapped(context.resources().tempDir(), bytes);
    return new ProfileMatrix(clientIds, width, halves);
  }

  /** A file without a name: it goes when the mapping does. */
  private static MemorySegment mapped(Path folder, long bytes) {
    DiskSpace.ofThisMachine().require(folder, bytes);
    try {
      Files.createDirectories(folder);
      Path file = Files.createTempFile(folder, "profiles", ".part");
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, Arena.ofAuto());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("making room for profiles in " + folder, e);
    }
  }

  /** Sets one element, as float16 bits. */
  public void set(int row, int column, short half) {
    halves.set(HALF, 2L * ((long) row * width + column), half);
  }

  /** Sets one row, rounding to float16; thread-safe for different rows. */
  public void set(int row, float[] vector) {
    long base = 2L * row * width;
    for (int c = 0; c < width; c++) {
      halves.set(HALF, base + 2L * c, Float.floatToFloat16(vector[c]));
    }
  }

  /** One row's float16 values in native byte order; for the thread that fills the row. */
  public MemorySegment row(int row) {
    return halves.asSlice(2L * row * width, 2L * width);
  }

  /** Copies a row of other profiles of the same width. */
  public void copy(int row, Profiles from, int fromRow) {
    MemorySegment.copy(from.halves(), 2L * fromRow * width, halves, 2L * row * width, 2L * width);
  }

  /** The finished profiles, without a copy. */
  public Profiles toProfiles() {
    return new Profiles(clientIds, width, halves);
  }
}
