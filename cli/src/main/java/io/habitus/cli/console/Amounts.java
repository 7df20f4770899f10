package io.habitus.cli.console;

import java.util.Locale;

/**
 * Numbers as people read them: {@code 1.25 M}, {@code 4.1 s}, {@code 2 min 05 s}, {@code 3.2 GB}.
 */
public final class Amounts {
  private static final String[] STEPS = {"", " k", " M", " G", " T"};

  private Amounts() {}

  /** A count with three significant digits above 9,999. */
  public static String count(double count) {
    if (Math.abs(count) < 10_000) {
      return String.format(Locale.ROOT, count == Math.rint(count) ? "%,.0f" : "%.1f", count);
    }
    int step = 0;
    double value = count;
    while (Math.abs(value) >= 999.5 && step < STEPS.length - 1) {
      value /= 1000;
      step++;
    }
    return threeDigits(value) + STEPS[step];
  }

  /** Bytes in powers of 1000. */
  public static String bytes(long bytes) {
    String count = count(bytes);
    return bytes < 10_000 ? count + " B" : count + "B";
  }

  /** A duration. */
  public static String seconds(double seconds) {
    if (seconds < 59.5) {
      return String.format(Locale.ROOT, seconds < 9.95 ? "%.1f s" : "%.0f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
  }

  private static String threeDigits(double value) {
    double size = Math.abs(value);
    return String.format(
        Locale.ROOT, size < 9.995 ? "%.2f" : size < 99.95 ? "%.1f" : "%.0f", value);
  }
}
