package io.habitus.explain.interpret;

/**
 * A feature that goes with an attribute, more often than chance, or less often.
 *
 * @param attribute its name
 * @param feature number
 * @param name the feature's own, empty where it has none
 * @param auroc above 0.5: goes with the attribute; below: against it; of the second half
 * @param active share of vectors that have the attribute among those where the feature is active
 * @param inactive the same among the others
 */
public record Driver(
    String attribute, int feature, String name, double auroc, double active, double inactive) {}
