package io.habitus.evaluation.result;

import io.habitus.core.target.TaskKind;
import io.habitus.evaluation.ProbeResult;
import io.habitus.evaluation.interval.Interval;
import io.habitus.evaluation.metric.TaskScore;
import java.util.List;
import java.util.Optional;

/**
 * How one profile set does on one task.
 *
 * @param task its name
 * @param clients whom it was scored about
 * @param score of the best epoch, rounded to four decimals
 * @param unrounded the same, in full
 * @param measures all measures of the best epoch
 * @param interval of the score over clients; empty without resamples
 * @param oracleAuroc what the true latent state would reach, where that is known
 * @param shareOfOracle (AUROC − chance) / (oracle's AUROC − chance), chance being .5 for each label
 *     that has both classes and 0 for the others; empty where the oracle is no better than chance
 * @param epochs the learning curve
 * @param bestEpoch index into {@code epochs}
 * @param labels one line per label; empty for a numeric task
 * @param examples clients about whom it was most right and most wrong; empty unless asked for
 * @param steps optimiser steps
 */
public record TaskResult(
    String task,
    TaskKind kind,
    int clients,
    double score,
    double unrounded,
    TaskScore measures,
    Optional<Interval> interval,
    Optional<Double> oracleAuroc,
    Optional<Double> shareOfOracle,
    List<ProbeResult.Epoch> epochs,
    int bestEpoch,
    List<LabelResult> labels,
    List<ExampleClient> examples,
    long steps,
    double trainSeconds,
    double scoreSeconds) {
  public TaskResult {
    epochs = List.copyOf(epochs);
    labels = List.copyOf(labels);
    examples = List.copyOf(examples);
  }
}
