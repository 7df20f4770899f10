package io.habitus.pipeline.sae;

import io.habitus.core.file.Replaceable;
import io.habitus.explain.interpret.FeatureName.Sureness;
import io.habitus.explain.interpret.Interpretation;
import io.habitus.explain.sae.Fidelity;
import io.habitus.explain.sae.SaeSettings;
import io.habitus.explain.sae.SparseAutoencoder;
import java.nio.file.Path;

/**
 * What came of it.
 *
 * @param folder with the weights, the card and the pages
 * @param autoencoder that was trained
 * @param settings of it
 * @param seconds of training
 * @param vectorsPerSecond read in training
 * @param fidelity how faithful it is
 * @param interpretation what its features mean
 */
public record SaeResult(
    Path folder,
    SparseAutoencoder autoencoder,
    SaeSettings settings,
    double seconds,
    double vectorsPerSecond,
    Fidelity fidelity,
    Interpretation interpretation) {
  /** What a folder of features replaces. */
  public static final Replaceable KIND =
      new Replaceable(SparseAutoencoder.CARD, "a folder of features");

  /** Features whose items' words are sure, or nearly. */
  public long worded() {
    return interpretation.worded(Sureness.SURE) + interpretation.worded(Sureness.LIKELY);
  }

  /** Features that have a name of which one can be sure, or nearly. */
  public long named() {
    return interpretation.named(Sureness.SURE) + interpretation.named(Sureness.LIKELY);
  }
}
