package io.habitus.ingest.shop;

import io.habitus.core.time.Split;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The organisers' split in day indices.
 *
 * @param trainDay first day of the train target: the oracle knows the state at its midnight
 * @param validationDay first day of the validation target
 * @param lastDay day of the last purchase
 */
record Windows(int trainDay, int validationDay, int lastDay) {

  /** The split after a last purchase on {@code lastDay}; empty if no day of input is left. */
  static Optional<Windows> of(int lastDay, int windowDays) {
    int trainDay = lastDay - 2 * windowDays + 1;
    return trainDay < 1
        ? Optional.empty()
        : Optional.of(new Windows(trainDay, trainDay + windowDays, lastDay));
  }

  boolean inTrain(int day) {
    return day >= trainDay && day < validationDay;
  }

  boolean inValidation(int day) {
    return day >= validationDay && day <= lastDay;
  }

  /** The split as instants, given the second of the last purchase on its day. */
  Split split(ShopSettings settings, int lastSecond) {
    Instant midnight = settings.start().plusDays(lastDay).atStartOfDay(ZoneOffset.UTC).toInstant();
    return Split.organisers(midnight.plusSeconds(lastSecond), settings.windowDays());
  }
}
