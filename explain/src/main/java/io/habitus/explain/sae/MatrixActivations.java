package io.habitus.explain.sae;

import io.habitus.core.profile.Profiles;

/** Vectors that are at hand by number: profiles, memory-mapped or not, or an array. */
public final class MatrixActivations {
  private MatrixActivations() {}

  /** The clients' vectors, in the order of the profiles. */
  public static Activations of(Profiles profiles) {
    return () -> new Rows(profiles.width(), profiles.size(), profiles::read);
  }

  /** Of an array (rows, width), row-major. */
  public static Activations of(float[] values, int width) {
    if (width < 1 || values.length % width != 0) {
      throw new IllegalArgumentException(
          "expected rows of %d columns, found %d elements".formatted(width, values.length));
    }
    return () ->
        new Rows(
            width,
            values.length / width,
            (row, into, at) -> System.arraycopy(values, row * width, into, at, width));
  }

  private interface Row {
    void read(int row, float[] into, int at);
  }

  private static final class Rows implements Activations.Reader {
    private final int width;
    private final int size;
    private final Row row;
    private int next;

    Rows(int width, int size, Row row) {
      this.width = width;
      this.size = size;
      this.row = row;
    }

    @Override
    public int width() {
      return width;
    }

    @Override
    public int read(float[] into, int most) {
      int count = Math.min(most, size - next);
      for (int i = 0; i < count; i++) {
        row.read(next + i, into, i * width);
      }
      next += count;
      return count;
    }

    @Override
    public void close() {}
  }
}
