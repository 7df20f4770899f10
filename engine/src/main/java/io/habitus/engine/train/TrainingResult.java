package io.habitus.engine.train;

import java.util.List;
import java.util.OptionalLong;

/**
 * What training did; the weights are where they were.
 *
 * @param steps optimiser steps
 * @param losses of each epoch
 * @param bestEpoch whose weights were taken, where early stopping chose them; else the last epoch's
 *     are there
 * @param seconds of training, over all runs if it was interrupted
 * @param eventsPerSecond over that time, validation included
 */
public record TrainingResult(
    long steps,
    List<EpochLosses> losses,
    OptionalLong bestEpoch,
    double seconds,
    double eventsPerSecond) {
  public TrainingResult {
    losses = List.copyOf(losses);
  }

  /** Epochs trained. */
  public int epochs() {
    return losses.size();
  }
}
