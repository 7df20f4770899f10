package io.habitus.ingest.shop;

import java.time.DayOfWeek;
import java.time.LocalDate;

/** The shop's seasons, by day index since the start. */
final class Calendar {
  /** Monday … Sunday. */
  private static final double[] WEEK = {0.90, 0.88, 0.92, 0.98, 1.05, 1.20, 1.15};

  /** Period of a category's season in days: a quarter. */
  private static final double QUARTER = 91;

  private static final int SALE_EVERY_DAYS = 28;
  private static final int SALE_DAYS = 3;
  private static final double SALE = 1.3;

  private final double[] traffic;
  private final boolean[] weekend;
  private final double[] sale;
  private final float[][] category;

  Calendar(ShopSettings settings) {
    int days = settings.days();
    traffic = new double[days];
    weekend = new boolean[days];
    sale = new double[days];
    category = new float[days][settings.categories()];
    float[] phases = phases(settings);
    for (int day = 0; day < days; day++) {
      LocalDate date = settings.start().plusDays(day);
      traffic[day] = WEEK[date.getDayOfWeek().getValue() - 1] * yearly(date) * (1 + 0.0005 * day);
      weekend[day] = date.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
      sale[day] = day % SALE_EVERY_DAYS >= SALE_EVERY_DAYS - SALE_DAYS ? SALE : 1;
      for (int c = 0; c < phases.length; c++) {
        double turn = 2 * StrictMath.PI * (day / QUARTER + phases[c]);
        category[day][c] = (float) (1 + 0.6 * StrictMath.sin(turn));
      }
    }
  }

  private static float[] phases(ShopSettings settings) {
    Draws draws = new Draws().at(settings.seed(), Streams.SEASONS, 0, 0);
    float[] phases = new float[settings.categories()];
    for (int c = 0; c < phases.length; c++) {
      phases[c] = (float) draws.unit();
    }
    return phases;
  }

  /** Advent, the days when shops are shut, and pay days. */
  private static double yearly(LocalDate date) {
    int day = date.getDayOfMonth();
    boolean payDay = day <= 3 || day >= 28;
    return switch (date.getMonth()) {
      case DECEMBER -> day >= 24 && day <= 26 ? 0.5 : day < 24 ? 1.25 : 0.9;
      case JANUARY -> day == 1 ? 0.5 : payDay ? 1.1 : 0.97;
      default -> payDay ? 1.12 : 1;
    };
  }

  /** Factor of the day on everybody's chance to visit. */
  double traffic(int day) {
    return traffic[day];
  }

  boolean weekend(int day) {
    return weekend[day];
  }

  /** Factor of the day on the chance that what is in the cart is bought. */
  double sale(int day) {
    return sale[day];
  }

  /** Factor of the day on turning to a category, in [0.4, 1.6]. */
  float category(int day, int category) {
    return this.category[day][category];
  }
}
