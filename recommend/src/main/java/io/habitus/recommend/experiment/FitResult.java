package io.habitus.recommend.experiment;

import io.habitus.recommend.metrics.RankingResult;

/**
 * What an experiment keeps of a fit.
 *
 * @param ranks (cases) of the right item; 0 where it is not ranked
 * @param coverage share of items in somebody's list
 * @param novelty of lists, in bits
 * @param unanswered cases without a list
 * @param seconds of fit and ranking
 */
@SuppressWarnings("ArrayRecordComponent")
public record FitResult(
    int[] ranks, double coverage, double novelty, int unanswered, double seconds) {

  static FitResult of(RankingResult result, double seconds) {
    return new FitResult(
        result.ranks(), result.coverage(), result.novelty(), result.unanswered(), seconds);
  }
}
