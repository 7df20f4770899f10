package io.habitus.engine.train;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A loss or a gradient is not a finite number, so training cannot go on. The message names no
 * client: who they are is in {@link #clientIds} and in the file that it names.
 */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient FailedBatch batch;

  /**
   * What is written to {@value TrainerFolder#FAILED_BATCH}.
   *
   * @param during {@code training} or {@code validation}
   * @param step optimiser steps done before
   * @param epoch from 0
   * @param batch of the epoch, from 0
   * @param loss of the batch, as text, for JSON has no infinity
   * @param gradientNorm likewise
   * @param clients of the batch
   */
  public record FailedBatch(
      String during,
      long step,
      long epoch,
      long batch,
      String loss,
      String gradientNorm,
      long[] clients) {}

  /**
   * A batch at which training cannot go on.
   *
   * @param written where the batch was written, if it was
   */
  public DivergedException(FailedBatch batch, Optional<Path> written) {
    super(
        "%s, epoch %d, batch %d (after %d steps): expected a finite loss and gradient, found loss %s and gradient norm %s over a batch of %d clients%s. Lower the learning rate, clip gradients, or look for values that are not finite in these clients' events"
            .formatted(
                batch.during,
                batch.epoch,
                batch.batch,
                batch.step,
                batch.loss,
                batch.gradientNorm,
                batch.clients.length,
                written.map(file -> ", listed in " + file).orElse("")));
    this.batch = batch;
  }

  /** The clients of the batch. */
  public long[] clientIds() {
    return batch.clients.clone();
  }
}
