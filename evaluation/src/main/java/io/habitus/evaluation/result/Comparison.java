package io.habitus.evaluation.result;

import io.habitus.evaluation.interval.PairedDifference;
import java.util.Optional;

/**
 * Two profile sets on one task.
 *
 * @param first the set whose score is the minuend
 * @param second the other one
 * @param difference empty where they were not scored about the same clients, or without resamples
 * @param claim what may be said of the first
 */
public record Comparison(
    String task,
    String first,
    String second,
    Optional<PairedDifference> difference,
    PairedDifference.Claim claim) {}
