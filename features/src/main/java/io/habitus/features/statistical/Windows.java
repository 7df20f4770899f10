package io.habitus.features.statistical;

import io.habitus.core.time.Micros;
import java.time.LocalDate;

/**
 * Where this week, last week, this month and last month begin and end, in microseconds. A week is
 * the seven days that end with the last event's; a month is a calendar month, in UTC.
 *
 * @param lastWeek begin of the seven days before this week
 * @param week begin of this week
 * @param weekEnd after the last event's day
 * @param lastMonth begin of the month before this one
 * @param month begin of the month of the last event
 * @param monthEnd begin of the next month
 */
record Windows(long lastWeek, long week, long weekEnd, long lastMonth, long month, long monthEnd) {

  static Windows endingAt(long lastMicros) {
    long day = Math.floorDiv(lastMicros, Micros.PER_DAY);
    LocalDate month = LocalDate.ofEpochDay(day).withDayOfMonth(1);
    return new Windows(
        micros(day - 13),
        micros(day - 6),
        micros(day + 1),
        micros(month.minusMonths(1).toEpochDay()),
        micros(month.toEpochDay()),
        micros(month.plusMonths(1).toEpochDay()));
  }

  private static long micros(long day) {
    return day * Micros.PER_DAY;
  }

  /** 1 in this week, −1 in the last, else 0. */
  int weekChange(long micros) {
    return sign(micros, lastWeek, week, weekEnd);
  }

  /** 1 in this month, −1 in the last, else 0. */
  int monthChange(long micros) {
    return sign(micros, lastMonth, month, monthEnd);
  }

  private static int sign(long micros, long before, long from, long until) {
    return micros < before || micros >= until ? 0 : micros < from ? -1 : 1;
  }
}
