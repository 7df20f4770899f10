package io.habitus.engine.train;

import java.util.Optional;

/**
 * What a network is trained on.
 *
 * @param training read once per epoch
 * @param validation scored at the end of each epoch, always with its epoch 0: the same batches
 * @param <S> one shard, as the network reads it
 */
public record TrainingData<S>(BatchSource<S> training, Optional<BatchSource<S>> validation) {

  /** Without validation. */
  public static <S> TrainingData<S> of(BatchSource<S> training) {
    return new TrainingData<>(training, Optional.empty());
  }

  /** The same, with clients that decide when training stops. */
  public TrainingData<S> validatedOn(BatchSource<S> held) {
    return new TrainingData<>(training, Optional.of(held));
  }
}
