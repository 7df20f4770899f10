package io.habitus.evaluation;

import java.util.List;

/**
 * What came of one probe on one task.
 *
 * @param task the task's name
 * @param probe the probe's name
 * @param epochs in order, at least one; a probe without epochs has one
 * @param bestEpoch index into {@code epochs} of the epoch with the highest score, the first of
 *     equals
 * @param predictions about the validation window, by the best epoch
 * @param steps optimiser steps in all
 * @param trainSeconds time spent in training
 * @param scoreSeconds time spent in predicting and scoring
 */
public record ProbeResult(
    String task,
    String probe,
    List<Epoch> epochs,
    int bestEpoch,
    Predictions predictions,
    long steps,
    double trainSeconds,
    double scoreSeconds) {

  public ProbeResult {
    epochs = List.copyOf(epochs);
    if (bestEpoch < 0 || bestEpoch >= epochs.size()) {
      throw new IllegalArgumentException(
          "bestEpoch: expected one of %d, found %d".formatted(epochs.size(), bestEpoch));
    }
  }

  /** The task's score: the best epoch's. */
  public double score() {
    return epochs.get(bestEpoch).score();
  }

  /**
   * One pass over the clients.
   *
   * @param number from 1
   * @param trainLoss mean training loss over the epoch's clients
   * @param score on the validation window, rounded to four decimals as the organisers do
   */
  public record Epoch(int number, double trainLoss, double score) {}
}
