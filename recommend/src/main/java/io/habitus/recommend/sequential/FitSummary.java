package io.habitus.recommend.sequential;

import io.habitus.engine.train.EpochLosses;
import io.habitus.engine.train.TrainingResult;
import java.util.List;

/**
 * How a fit went.
 *
 * @param users learned from
 * @param validatedOn cases
 * @param bestEpoch whose weights were taken, counted from 0; negative: the last one's
 * @param epochs losses of each: training cross-entropy, and 1 − NDCG@10 in validation
 * @param seconds of training
 */
public record FitSummary(
    int users, int validatedOn, long bestEpoch, List<EpochLosses> epochs, double seconds) {
  public FitSummary {
    epochs = List.copyOf(epochs);
  }

  static FitSummary of(TrainingResult result, int users, int validatedOn) {
    return new FitSummary(
        users, validatedOn, result.bestEpoch().orElse(-1), result.losses(), result.seconds());
  }
}
