package io.habitus.pipeline.report;

import io.habitus.explain.interpret.Interpretation;
import io.habitus.explain.sae.Fidelity;

/**
 * What the columns of some profiles mean.
 *
 * @param profiles their name; their pages are in {@code features/NAME}
 * @param width of a vector
 * @param features width of the autoencoder's code
 * @param sparsity in words
 * @param fidelity how faithful it is
 * @param interpretation what its features mean
 */
public record ProfileFeatures(
    String profiles,
    int width,
    int features,
    String sparsity,
    Fidelity fidelity,
    Interpretation interpretation) {}
