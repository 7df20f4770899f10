package io.habitus.ingest.shop;

/**
 * What predicting one task with the true probabilities scores.
 *
 * @param task its name
 * @param clients scored
 * @param labels in its list; 1 for churn and conversion
 * @param labelsWithBothClasses labels that somebody has and somebody has not in the window
 * @param auroc as the protocol takes the mean: a label of one class counts as 0
 * @param aurocOfScoredLabels mean over the labels with both classes only
 * @param novelty of the probabilities; 0 for churn and conversion. Not a bound: others may be
 *     higher
 * @param diversity as novelty
 * @param score the protocol's: .8 AUROC + .1 novelty + .1 diversity, or AUROC alone
 * @param expectedPositives sum of the probabilities
 * @param positives ones in the truth
 */
public record TaskOracle(
    String task,
    int clients,
    int labels,
    int labelsWithBothClasses,
    double auroc,
    double aurocOfScoredLabels,
    double novelty,
    double diversity,
    double score,
    double expectedPositives,
    long positives) {}
