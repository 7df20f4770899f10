package io.habitus.evaluation.audit;

/**
 * A column that predicts a label all by itself.
 *
 * @param column from 0
 * @param task and label it predicts
 * @param auroc of the column's values, at least .99 or at most .01
 * @param positives clients that have the label
 */
public record SuspiciousColumn(
    int column, String task, String label, double auroc, int positives) {}
