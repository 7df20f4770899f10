package io.habitus.core.time;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Event times are microseconds since 1970-01-01T00:00:00Z in a long. */
public final class Micros {
  public static final long PER_SECOND = 1_000_000L;
  public static final long PER_DAY = 86_400L * PER_SECOND;

  private Micros() {}

  public static long of(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  public static Instant toInstant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
