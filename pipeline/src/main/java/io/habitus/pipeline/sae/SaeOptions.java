package io.habitus.pipeline.sae;

import io.habitus.explain.sae.SaeSettings;
import io.habitus.explain.sae.Sparsity;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a user may choose; what is left out follows from the vectors.
 *
 * @param features width of the code; else four times the vectors' width, within 64 and 4,096
 * @param sparsity how few are active; else TopK of a quarter of the width, within 4 and 32
 * @param epochs passes; else so many that two million vectors are read, within 5 and 200
 * @param permutations of the attributes that the guard against chance is made of
 * @param seed of everything random
 */
public record SaeOptions(
    OptionalInt features,
    Optional<Sparsity> sparsity,
    OptionalInt epochs,
    int permutations,
    long seed) {
  private static final long VECTORS = 2_000_000;

  public SaeOptions {
    if (permutations < 1) {
      throw new IllegalArgumentException(
          "permutations: expected at least 1, found " + permutations);
    }
  }

  /** Everything as it follows from the vectors. */
  public static SaeOptions defaults(long seed) {
    return new SaeOptions(OptionalInt.empty(), Optional.empty(), OptionalInt.empty(), 20, seed);
  }

  /**
   * The settings for so many vectors.
   *
   * @param vectors how many there are, at least 1
   * @param width of a vector
   */
  public SaeSettings settings(int vectors, int width) {
    int wide = features.orElse(Math.clamp(4L * width, 64, 4096));
    Sparsity chosen =
        sparsity.orElse(new Sparsity.TopK(Math.min(wide, Math.clamp(width / 4, 4, 32))));
    int passes = epochs.orElse(Math.clamp(VECTORS / vectors, 5, 200));
    return new SaeSettings(
        wide,
        chosen,
        1 / 32.0,
        Math.max(5000, 2L * vectors),
        Math.clamp(vectors / 20, 64, 1024),
        passes,
        1e-3,
        1 << 16,
        seed);
  }
}
