package io.habitus.core.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Several cut-offs over one log. */
public final class Splits {
  private Splits() {}

  /**
   * A rolling split: the organisers' split and the same one moved back in time, oldest first. An
   * older split's validation window ends just before it would be {@code days} long.
   *
   * @param lastTarget time of the last target event
   * @param days length of each of a split's two windows
   * @param cutOffs how many splits, at least 1
   * @param stepDays days between cut-offs, at least 1; {@code days} makes validation windows that
   *     do not overlap
   */
  public static List<Split> rolling(Instant lastTarget, int days, int cutOffs, int stepDays) {
    if (cutOffs < 1 || stepDays < 1) {
      throw new IllegalArgumentException(
          "expected at least 1 cut-off and 1 day between them, found "
              + cutOffs
              + " and "
              + stepDays);
    }
    Split last = Split.organisers(lastTarget, days);
    List<Split> splits = new ArrayList<>();
    for (int back = cutOffs - 1; back > 0; back--) {
      splits.add(earlier(last, Duration.ofDays((long) back * stepDays), Duration.ofDays(days)));
    }
    splits.add(last);
    return List.copyOf(splits);
  }

  /**
   * A split moved back in time; its validation window ends just before it would be {@code days}
   * long.
   *
   * @param byDays how far
   * @param days length of each of its two windows
   */
  public static Split earlier(Split split, int byDays, int days) {
    return earlier(split, Duration.ofDays(byDays), Duration.ofDays(days));
  }

  private static Split earlier(Split last, Duration by, Duration window) {
    Instant validationStart = last.validationStart().minus(by);
    return new Split(
        last.trainStart().minus(by),
        validationStart,
        validationStart.plus(window).minusNanos(1_000));
  }
}
