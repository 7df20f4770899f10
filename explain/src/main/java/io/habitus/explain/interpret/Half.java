package io.habitus.explain.interpret;

import io.habitus.explain.sae.SparseAutoencoder;
import io.habitus.explain.sae.SparseCodes;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Vectors of one half of the units.
 *
 * @param units (rows)
 * @param vectors (rows, width), scaled as the autoencoder scales them
 * @param codes of the rows
 */
@SuppressWarnings("ArrayRecordComponent")
record Half(int[] units, float[] vectors, SparseCodes codes) {

  /**
   * The rows of some units.
   *
   * @param all (rows, width) row-major
   * @param unitOfRow each row's unit
   */
  static Half of(SparseAutoencoder autoencoder, float[] all, int[] unitOfRow, BitSet wanted) {
    int width = autoencoder.width();
    int[] rows =
        IntStream.range(0, unitOfRow.length).filter(r -> wanted.get(unitOfRow[r])).toArray();
    float[] vectors = new float[rows.length * width];
    int[] units = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(all, rows[i] * width, vectors, i * width, width);
      units[i] = unitOfRow[rows[i]];
    }
    SparseCodes codes = autoencoder.encode(vectors, rows.length);
    for (int i = 0; i < rows.length; i++) {
      autoencoder.scaling().apply(vectors, i * width);
    }
    return new Half(units, vectors, codes);
  }

  /** One of two halves of the units; which, is a function of the unit and the seed alone. */
  static BitSet units(BitSet all, int half, long seed) {
    BitSet wanted = new BitSet();
    all.stream()
        .filter(unit -> (mix(seed + 0x9E3779B97F4A7C15L * (unit + 1)) & 1) == half)
        .forEach(wanted::set);
    return wanted;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
