package io.habitus.models.nextevent;

import io.habitus.engine.train.EpochLosses;
import io.habitus.engine.train.TrainingResult;
import java.util.List;

/**
 * How a fit went; part of the saved model.
 *
 * @param learnedFrom clients
 * @param validatedOn clients
 * @param bestEpoch whose weights were taken, counted from 0; negative: the last one's
 * @param epochs losses of each epoch; where validation is by rank, theirs is 1 − NDCG@10
 */
record FitSummary(int learnedFrom, int validatedOn, long bestEpoch, List<EpochLosses> epochs) {
  /** Nothing was learned. */
  static final FitSummary NONE = new FitSummary(0, 0, -1, List.of());

  FitSummary {
    epochs = List.copyOf(epochs);
  }

  static FitSummary of(TrainingResult result, int learnedFrom, int validatedOn) {
    return new FitSummary(learnedFrom, validatedOn, result.bestEpoch().orElse(-1), result.losses());
  }
}
