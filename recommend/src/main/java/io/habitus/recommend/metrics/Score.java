package io.habitus.recommend.metrics;

import io.habitus.evaluation.interval.Interval;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A mean over cases.
 *
 * @param value the mean; 0 without cases
 * @param interval over users; null where none was asked for or there are no cases
 */
public record Score(double value, @Nullable Interval interval) {
  /** With its interval, where it has one. */
  public String text() {
    return interval == null
        ? String.format(Locale.ROOT, "%.4f", value)
        : String.format(Locale.ROOT, "%.4f [%.4f, %.4f]", value, interval.low(), interval.high());
  }
}
