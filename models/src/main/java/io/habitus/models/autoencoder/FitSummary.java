package io.habitus.models.autoencoder;

import io.habitus.engine.train.EpochLosses;
import io.habitus.engine.train.TrainingResult;
import java.util.List;

/**
 * How a fit went; part of the saved model. Losses are those of {@link GruAutoencoder#loss}.
 *
 * @param learnedFrom clients
 * @param validatedOn clients
 * @param bestEpoch whose weights were taken, counted from 0; negative: the last one's
 * @param epochs losses of each epoch
 * @param metrics the lines of {@code metrics.jsonl}
 */
record FitSummary(
    int learnedFrom, int validatedOn, long bestEpoch, List<EpochLosses> epochs, String metrics) {
  /** Nothing was learned. */
  static final FitSummary NONE = new FitSummary(0, 0, -1, List.of(), "");

  FitSummary {
    epochs = List.copyOf(epochs);
  }

  static FitSummary of(TrainingResult result, int learnedFrom, int validatedOn, String metrics) {
    return new FitSummary(
        learnedFrom, validatedOn, result.bestEpoch().orElse(-1), result.losses(), metrics);
  }
}
