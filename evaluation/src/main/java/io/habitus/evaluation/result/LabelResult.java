package io.habitus.evaluation.result;

/**
 * One label of a task.
 *
 * @param label its name
 * @param trainPositives clients that have it in the train window
 * @param positives clients that have it in the validation window
 * @param auroc 0 where there is a single class
 */
public record LabelResult(String label, int trainPositives, int positives, double auroc) {}
