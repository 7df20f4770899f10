package io.habitus.engine.train;

import io.habitus.engine.AdamWSettings;

/**
 * How a network is trained. All of it decides the result; the number of threads does not.
 *
 * @param epochs passes over the clients, at most
 * @param patience epochs without a better validation loss before training stops and the best
 *     weights are taken; 0: no early stopping, the last weights are taken
 * @param optimiser AdamW; with a weight decay of 0 it is Adam
 * @param schedule of the learning rate
 * @param clipNorm gradients are scaled down to this norm over all weights (Pascanu et al. 2013); 0:
 *     never
 * @param seed of dropout; whoever makes batches and initial weights is given the same
 */
public record TrainerSettings(
    int epochs,
    int patience,
    AdamWSettings optimiser,
    Schedule schedule,
    double clipNorm,
    long seed) {

  public TrainerSettings {
    if (epochs < 0 || patience < 0 || !(clipNorm >= 0)) {
      throw new IllegalArgumentException(
          "expected epochs, patience and clipNorm of at least 0, found %d, %d, %s"
              .formatted(epochs, patience, clipNorm));
    }
  }
}
