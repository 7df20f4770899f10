package io.habitus.engine.train;

import org.jspecify.annotations.Nullable;

/**
 * Losses of one epoch. Each is the mean over batches, weighted by {@link Batch#weight}.
 *
 * @param epoch counted from 0
 * @param steps optimiser steps since training began
 * @param training with dropout and the weights of each step
 * @param validation without dropout at the end of the epoch; null where there is none
 */
public record EpochLosses(long epoch, long steps, double training, @Nullable Double validation) {}
