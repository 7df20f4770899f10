package io.habitus.evaluation;

import io.habitus.core.time.Split;
import io.habitus.evaluation.interval.BootstrapOptions;
import java.util.Map;
import java.util.Optional;

/**
 * How profiles are evaluated.
 *
 * @param split whose train start no profile's cut-off may be later than; empty for the user's own
 *     targets, which leaves every profile unverified
 * @param bootstrap of the intervals
 * @param oracleAuroc task → AUROC of predicting with the true latent state, where it is known
 * @param clients whether the result names a few of them
 */
public record EvaluationOptions(
    Optional<Split> split,
    BootstrapOptions bootstrap,
    Map<String, Double> oracleAuroc,
    ClientNaming clients) {
  public EvaluationOptions {
    oracleAuroc = Map.copyOf(oracleAuroc);
  }

  /** Defaults for a split. */
  public static EvaluationOptions of(Split split) {
    return new EvaluationOptions(
        Optional.of(split), BootstrapOptions.defaults(), Map.of(), ClientNaming.HIDDEN);
  }
}
