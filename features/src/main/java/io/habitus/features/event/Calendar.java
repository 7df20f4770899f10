package io.habitus.features.event;

/** Weekday and day of month of a day since 1970-01-01, without objects. */
final class Calendar {
  private static final long DAYS_OF_400_YEARS = 146_097;

  private Calendar() {}

  /** 0 for Monday to 6 for Sunday. */
  static int weekday(long day) {
    return (int) Math.floorMod(day + 3, 7L); // 1970-01-01 was a Thursday
  }

  /** Weeks since 1970, beginning on Mondays. */
  static long week(long day) {
    return Math.floorDiv(day + 3, 7L);
  }

  /** 1 to 31, proleptic Gregorian: years are taken from March on, so that leap days come last. */
  static int dayOfMonth(long day) {
    long era = Math.floorMod(day + 719_468, DAYS_OF_400_YEARS);
    long year = (era - era / 1_460 + era / 36_524 - era / 146_096) / 365;
    long dayOfYear = era - (365 * year + year / 4 - year / 100);
    long month = (5 * dayOfYear + 2) / 153;
    return (int) (dayOfYear - (153 * month + 2) / 5 + 1);
  }
}
