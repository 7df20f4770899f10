package io.habitus.core.time;

import io.habitus.core.problem.UsageException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Which events are input and which are targets. Input: time &lt; trainStart. Train target:
 * [trainStart, validationStart). Validation target: [validationStart, end], both ends included.
 *
 * @param trainStart first instant of the train target; the input's exclusive upper bound
 * @param validationStart first instant of the validation target
 * @param end time of the last target event, inclusive
 */
public record Split(Instant trainStart, Instant validationStart, Instant end) {

  public Split {
    if (!trainStart.isBefore(validationStart) || validationStart.isAfter(end)) {
      throw new IllegalArgumentException(
          "expected trainStart < validationStart <= end, found "
              + trainStart
              + ", "
              + validationStart
              + ", "
              + end);
    }
  }

  /**
   * The organisers' split: trainStart is midnight (UTC) of {@code lastTarget} − (2·days − 1) days,
   * validationStart is {@code days} later, end is {@code lastTarget}.
   *
   * @param lastTarget time of the last target event (the last purchase)
   * @param days window length in days, at least 1
   */
  public static Split organisers(Instant lastTarget, int days) {
    if (days < 1) {
      throw new UsageException("days: expected at least 1, found " + days);
    }
    Instant trainStart =
        lastTarget
            .minus(Duration.ofDays(2L * days - 1))
            .atOffset(ZoneOffset.UTC)
            .truncatedTo(ChronoUnit.DAYS)
            .toInstant();
    return new Split(trainStart, trainStart.plus(Duration.ofDays(days)), lastTarget);
  }

  /** The input's exclusive upper bound in microseconds since the epoch. */
  public long cutOffMicros() {
    return Micros.of(trainStart);
  }
}
