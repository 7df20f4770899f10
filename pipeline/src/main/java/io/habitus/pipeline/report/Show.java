package io.habitus.pipeline.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as the report writes them. */
final class Show {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final double MIB = 1 << 20;

  private Show() {}

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** "1 client", "2,000 clients". */
  static String count(long number, String one) {
    return count(number) + " " + (number == 1 ? one : one + "s");
  }

  /** Four decimals, as scores are published. */
  static String score(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.4f", value);
  }

  /** Four decimals with a sign; a true minus. */
  static String signed(double value) {
    return String.format(Locale.ROOT, "%+.4f", value).replace('-', '−');
  }

  /** Five decimals, for shares that are often small. */
  static String share(double share) {
    return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.5f", share);
  }

  /** A p-value. */
  static String p(double p) {
    return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
  }

  /** A probability, or a number of the user's own. */
  static String value(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f\u00a0%%", 100 * share).replace('-', '−');
  }

  static String points(double points) {
    return points == Math.rint(points)
        ? String.format(Locale.ROOT, "%.0f", points)
        : String.format(Locale.ROOT, "%.1f", points);
  }

  static String seconds(double seconds) {
    if (seconds >= 90) {
      long whole = Math.round(seconds);
      return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
    }
    return String.format(Locale.ROOT, seconds < 10 ? "%.2f s" : "%.1f s", seconds);
  }

  static String bytes(long bytes) {
    double mib = bytes / MIB;
    return mib >= 1024
        ? String.format(Locale.ROOT, "%.2f GiB", mib / 1024)
        : String.format(Locale.ROOT, "%.0f MiB", mib);
  }

  /** To the minute, UTC. */
  static String minute(Instant instant) {
    return MINUTE.format(instant);
  }

  /** A day, where the instant is its midnight; else to the minute. */
  static String instant(Instant instant) {
    boolean midnight = instant.getEpochSecond() % 86_400 == 0 && instant.getNano() == 0;
    return midnight ? DAY.format(instant) : MINUTE.format(instant);
  }
}
