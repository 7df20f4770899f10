package io.habitus.explain.interpret;

/**
 * How well a column of numbers detects an attribute.
 *
 * @param attribute number of the attribute
 * @param auroc probability that a vector with the attribute has a larger value than one without
 * @param precision share of vectors above the best threshold that have the attribute
 * @param recall share of vectors with the attribute that are above it
 * @param threshold with the largest F1
 * @param prevalence share of vectors with the attribute
 */
public record Detection(
    int attribute,
    double auroc,
    double precision,
    double recall,
    double threshold,
    double prevalence) {

  /** Harmonic mean of precision and recall. */
  public double f1() {
    return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
  }
}
