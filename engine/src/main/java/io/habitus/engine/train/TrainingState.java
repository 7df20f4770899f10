package io.habitus.engine.train;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * How far training is, between two steps. With the weights and the moments it decides all that
 * follows: there is no random state.
 *
 * @param step optimiser steps done
 * @param batch of the present epoch, the next one
 * @param lossSum of the present epoch's batches, times their weights
 * @param weightSum of the present epoch's batches
 * @param clients read so far, over all epochs
 * @param events read so far, over all epochs
 * @param seconds of training so far
 * @param metricsBytes length of the metrics file
 * @param losses of the epochs that are over; their number is the present epoch
 */
record TrainingState(
    long step,
    long batch,
    double lossSum,
    double weightSum,
    long clients,
    long events,
    double seconds,
    long metricsBytes,
    List<EpochLosses> losses) {
  static final TrainingState START = new TrainingState(0, 0, 0, 0, 0, 0, 0, 0, List.of());

  TrainingState {
    losses = List.copyOf(losses);
  }

  /** The present epoch, from 0. */
  long epoch() {
    return losses.size();
  }

  /** Mean loss of the present epoch so far. */
  double meanLoss() {
    return lossSum / weightSum;
  }

  TrainingState afterStep(Batch<?> read, double loss) {
    return new TrainingState(
        step + 1,
        batch + 1,
        lossSum + loss * read.weight(),
        weightSum + read.weight(),
        clients + read.clientIds().length,
        events + read.events(),
        seconds,
        metricsBytes,
        losses);
  }

  TrainingState afterEpoch(EpochLosses epoch) {
    List<EpochLosses> all = new ArrayList<>(losses);
    all.add(epoch);
    return new TrainingState(step, 0, 0, 0, clients, events, seconds, metricsBytes, all);
  }

  TrainingState at(double newSeconds, long newMetricsBytes) {
    return new TrainingState(
        step, batch, lossSum, weightSum, clients, events, newSeconds, newMetricsBytes, losses);
  }

  /** The first epoch with the least validation loss; empty without validation. */
  OptionalLong bestEpoch() {
    OptionalLong best = OptionalLong.empty();
    double least = Double.POSITIVE_INFINITY;
    for (EpochLosses each : losses) {
      Double validation = each.validation();
      if (validation != null && validation < least) {
        best = OptionalLong.of(each.epoch());
        least = validation;
      }
    }
    return best;
  }

  /** Whether the last epoch that is over is the best one. */
  boolean isLastEpochBest() {
    return bestEpoch().equals(OptionalLong.of(epoch() - 1));
  }

  /** Whether nothing is left to do. */
  boolean isFinished(TrainerSettings settings) {
    long sinceBest = epoch() - 1 - bestEpoch().orElse(epoch() - 1);
    return epoch() >= settings.epochs()
        || settings.patience() > 0 && sinceBest >= settings.patience();
  }
}
