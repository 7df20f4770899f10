package io.habitus.evaluation.result;

import io.habitus.evaluation.interval.PairedDifference;
import java.util.Optional;

/**
 * Two profile sets on one task.
 *
 * @param first the set whose score is the minuend
 * @param second the other one
 * @param difference empty where they were not scored about the same clients, or without resamples
 * @param claim what may be said of the first, by the interval of this difference alone
 * @param holm p corrected by Holm's method over all differences of the evaluation
 */
public record Comparison(
    String task,
    String first,
    String second,
    Optional<PairedDifference> difference,
    PairedDifference.Claim claim,
    Optional<Double> holm) {

  /** The same with a corrected p. */
  public Comparison withHolm(double corrected) {
    return new Comparison(task, first, second, difference, claim, Optional.of(corrected));
  }
}
