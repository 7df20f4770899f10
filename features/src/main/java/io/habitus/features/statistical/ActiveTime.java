package io.habitus.features.statistical;

import io.habitus.core.time.Micros;
import java.time.LocalDate;

/**
 * Different weeks and months with events, which come in time order. Weeks begin on Sunday, and a
 * new year begins a new week ({@code %Y-%U} in strftime's letters); UTC.
 */
final class ActiveTime {
  /** 1970-01-01 was a Thursday: the fifth day of a week that begins on Sunday. */
  private static final int EPOCH_WEEKDAY = 4;

  private long day = Long.MIN_VALUE;
  private long week = Long.MIN_VALUE;
  private int year = Integer.MIN_VALUE;
  private int month;
  private int weeks;
  private int months;

  void clear() {
    day = Long.MIN_VALUE;
    week = Long.MIN_VALUE;
    year = Integer.MIN_VALUE;
    weeks = 0;
    months = 0;
  }

  void add(long micros) {
    long eventDay = Math.floorDiv(micros, Micros.PER_DAY);
    if (eventDay == day) {
      return;
    }
    day = eventDay;
    LocalDate date = LocalDate.ofEpochDay(eventDay);
    long eventWeek = Math.floorDiv(eventDay + EPOCH_WEEKDAY, 7L);
    boolean newYear = date.getYear() != year;
    if (newYear || eventWeek != week) {
      weeks++;
    }
    if (newYear || date.getMonthValue() != month) {
      months++;
    }
    week = eventWeek;
    year = date.getYear();
    month = date.getMonthValue();
  }

  int weeks() {
    return weeks;
  }

  int months() {
    return months;
  }
}
