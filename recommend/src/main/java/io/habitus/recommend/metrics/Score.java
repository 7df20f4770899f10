package io.habitus.recommend.metrics;

import io.habitus.evaluation.interval.Interval;
import org.jspecify.annotations.Nullable;

/**
 * A mean over cases.
 *
 * @param value the mean; 0 without cases
 * @param interval over users; null where none was asked for or there are no cases
 */
public record Score(double value, @Nullable Interval interval) {}
